package org.resnet4j.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Flow;
import org.resnet4j.io.AtomicFile;

/**
 * Fetches a file over HTTP or HTTPS. It grows in {@code NAME.part}, from where a later call goes
 * on; it gets its name only when it is complete, on the disk, and has the right checksum.
 */
public final class Download {
  /** How often a broken transfer is taken up again before the caller hears of it. */
  private static final int ATTEMPTS = 3;

  private final HttpClient client;
  private final Duration patience;

  /** Hears how far a download is. */
  @FunctionalInterface
  public interface Progress {
    /** Called with the bytes so far, and the bytes in all or -1 where the server does not say. */
    void at(long bytes, long total);
  }

  /** With 30 seconds of patience with a silent server. */
  public Download() {
    this(Duration.ofSeconds(30));
  }

  /**
   * With a limit on how long a server may be silent. Redirects are followed, though never from
   * HTTPS to HTTP; the proxy settings of the JVM hold.
   */
  public Download(Duration patience) {
    this.patience = patience;
    client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * Fetches a file into a folder, which is made if needed. A file that is there with the right
   * checksum is kept.
   *
   * @return where it lies
   * @throws DataException if it cannot be fetched or written, or is not what it should be
   */
  public Path fetch(Remote remote, Path directory, Progress progress) {
    Path target = directory.resolve(remote.file());
    Path part = directory.resolve(remote.file() + ".part");
    try {
      Files.createDirectories(directory);
      if (remote.is(target)) {
        return target;
      }
      if (!remote.is(part)) {
        transfer(remote, part, progress);
        check(remote, part);
      }
      AtomicFile.publish(part, target);
      return target;
    } catch (IOException e) {
      throw new DataException("cannot write " + target + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(remote.uri() + ": interrupted; fetch again to go on", e);
    }
  }

  private static void check(Remote remote, Path part) throws IOException {
    String found = remote.checksumOf(part);
    if (!found.equals(remote.checksum())) {
      Files.delete(part);
      throw new DataException(
          remote.uri()
              + ": "
              + remote.checksum()
              + " wanted, but what came has "
              + found
              + ": it was removed; fetch it again");
    }
  }

  private void transfer(Remote remote, Path part, Progress progress)
      throws IOException, InterruptedException {
    try (FileChannel file =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(file, part)) {
      for (int attempt = 1; ; attempt++) {
        try {
          attempt(remote, file, progress);
          break;
        } catch (BrokenTransfer e) {
          if (attempt == ATTEMPTS) {
            throw new DataException(
                String.format(
                    Locale.ROOT,
                    "%s: %s; %,d bytes are kept, fetch again to go on",
                    remote.uri(),
                    e.getMessage(),
                    file.size()),
                e);
          }
        }
      }
      file.force(true);
    }
  }

  private static FileLock lock(FileChannel file, Path part) throws IOException {
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new DataException(part + ": another fetch is writing it; wait for its end");
    }
    return lock;
  }

  /** A transfer that may go better when it is taken up again. */
  private static final class BrokenTransfer extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenTransfer(String message, Throwable cause) {
      super(message, cause);
    }

    BrokenTransfer(String message) {
      super(message);
    }
  }

  private void attempt(Remote remote, FileChannel file, Progress progress)
      throws IOException, InterruptedException, BrokenTransfer {
    HttpRequest.Builder request = HttpRequest.newBuilder(remote.uri()).timeout(patience);
    if (file.size() > 0) {
      request.header("Range", "bytes=" + file.size() + "-");
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofPublisher());
    } catch (ConnectException e) {
      throw new BrokenTransfer("cannot reach " + remote.uri().getHost() + ": are you online?", e);
    } catch (IOException e) {
      throw new BrokenTransfer("the connection broke: " + e.getMessage(), e);
    }
    BodyReader body = new BodyReader(patience);
    response.body().subscribe(body);
    try {
      prepare(remote, file, response);
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      long total = length < 0 ? -1 : file.size() + length;
      copy(remote, file, body, total, progress);
    } finally {
      body.cancel();
    }
  }

  /** Brings the file to where the response goes on: its end, or its beginning. */
  private static void prepare(Remote remote, FileChannel file, HttpResponse<?> response)
      throws IOException, BrokenTransfer {
    int status = response.statusCode();
    if (status == 206) {
      String range = response.headers().firstValue("Content-Range").orElse("");
      if (range.startsWith("bytes " + file.size() + "-")) {
        file.position(file.size());
        return;
      }
      file.truncate(0);
      throw new BrokenTransfer("the server went on at another place: '" + range + "'");
    }
    file.truncate(0);
    if (status == 416) {
      throw new BrokenTransfer("the server could not go on from what was here");
    }
    if (status != 200) {
      throw new DataException(
          remote.uri() + ": the file wanted, but the server answered with status " + status);
    }
  }

  private static void copy(
      Remote remote, FileChannel file, BodyReader body, long total, Progress progress)
      throws IOException, InterruptedException, BrokenTransfer {
    checkSize(remote, total);
    progress.at(file.size(), total);
    while (true) {
      List<ByteBuffer> buffers;
      try {
        buffers = body.next();
      } catch (IOException e) {
        throw new BrokenTransfer(String.valueOf(e.getMessage()), e);
      }
      if (buffers == null) {
        return;
      }
      for (ByteBuffer buffer : buffers) {
        checkSize(remote, file.position() + buffer.remaining());
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
      progress.at(file.position(), total);
    }
  }

  private static void checkSize(Remote remote, long bytes) {
    if (bytes > remote.mostBytes()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: at most %,d bytes wanted, but there are more: refused",
              remote.uri(),
              remote.mostBytes()));
    }
  }
}
