package org.resnet4j.io.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * One attempt to complete a partial file. Existing bytes are touched only once the bytes that
 * follow them, or those of the whole file, have begun to arrive.
 */
final class Transfer {
  /** Statuses of a server that may succeed a little later (RFC 9110, section 15; RFC 6585). */
  private static final Set<Integer> LATER = Set.of(408, 429, 500, 502, 503, 504);

  private final HttpClient client;
  private final Duration patience;

  Transfer(Duration patience) {
    this.patience = patience;
    client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * Fetches the rest of a file.
   *
   * @param afresh whether to request the whole file, even where a part exists
   * @throws BrokenTransfer if another attempt may succeed
   * @throws DownloadException if none can
   */
  void run(Remote remote, Path part, boolean afresh, Download.Progress progress)
      throws IOException, InterruptedException, BrokenTransfer {
    long here = afresh || !Files.exists(part) ? 0 : Files.size(part);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = ask(remote.uri(), here);
    BodyReader body = new BodyReader(patience);
    response.body().subscribe(body);
    try {
      long from = beginning(remote, response, here);
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      long total = length < 0 ? -1 : from + length;
      requireModest(remote, total);
      try (FileChannel file =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.truncate(from).position(from);
        copy(remote, file, body, total, progress);
        file.force(true);
      }
    } finally {
      body.cancel();
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> ask(URI uri, long here)
      throws InterruptedException, BrokenTransfer {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
    if (here > 0) {
      request.header("Range", "bytes=" + here + "-");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofPublisher());
    } catch (ConnectException e) {
      throw new BrokenTransfer("cannot reach " + uri.getHost() + ": are you online?", e);
    } catch (IOException e) {
      throw new BrokenTransfer("the connection broke: " + e.getMessage(), e);
    } catch (RuntimeException e) { // For example, a redirect to an invalid address.
      throw new DownloadException(uri, "invalid response from the server: " + firstLine(e), e);
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Offset of the response's bytes: after the partial file, or 0. */
  private static long beginning(Remote remote, HttpResponse<?> response, long here)
      throws BrokenTransfer {
    int status = response.statusCode();
    if (status == 200) {
      return 0;
    }
    if (status == 206 && here > 0) {
      String range = response.headers().firstValue("Content-Range").orElse("");
      if (range.startsWith("bytes " + here + "-")) {
        return here;
      }
      throw BrokenTransfer.afresh("the server resumed at another position: '" + range + "'");
    }
    if (status == 416 && here > 0) {
      throw BrokenTransfer.afresh("the server could not resume the partial file");
    }
    String said = "the server answered with status " + status;
    if (LATER.contains(status)) {
      Duration pause = retryAfter(response.headers().firstValue("Retry-After").orElse(""));
      throw BrokenTransfer.later(
          pause.isZero() ? said : said + " and asks to wait " + pause.toSeconds() + " s", pause);
    }
    String to = response.headers().firstValue("Location").orElse("");
    if (status / 100 == 3 && remote.uri().getScheme().equals("https") && to.startsWith("http:")) {
      throw new DownloadException(
          remote.uri(), "the server redirects to " + to + ", which is not encrypted: refused");
    }
    throw new DownloadException(remote.uri(), "expected the file, but " + said);
  }

  /** Seconds or a date (RFC 9110, section 10.2.3); no wait where it is neither. */
  private static Duration retryAfter(String value) {
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(Instant.now(), then.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static void copy(
      Remote remote, FileChannel file, BodyReader body, long total, Download.Progress progress)
      throws IOException, InterruptedException, BrokenTransfer {
    progress.at(file.position(), total);
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
        requireModest(remote, file.position() + buffer.remaining());
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
      progress.at(file.position(), total);
    }
  }

  private static void requireModest(Remote remote, long bytes) {
    if (bytes > remote.mostBytes()) {
      throw new DownloadException(
          remote.uri(),
          String.format(
              Locale.ROOT, "expected at most %,d bytes, got more: refused", remote.mostBytes()));
    }
  }
}
