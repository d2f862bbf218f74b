package org.resnet4j.io.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.LockFile;
import org.resnet4j.io.MadeFolders;

/**
 * Downloads a file over HTTP or HTTPS. It grows in {@code NAME.part}, from which a later call
 * resumes; it gets its name only when it is complete, synced and has the expected checksum. When
 * several processes need the same file, one downloads it and the others wait.
 */
public final class Download {
  /** The maximum number of times that a broken transfer is resumed. */
  private static final int ATTEMPTS = 3;

  private static final Duration LOCK_PAUSE = Duration.ofMillis(100);

  private final Duration patience;
  private final Transfer transfer;

  /** Hears how far a download is. */
  @FunctionalInterface
  public interface Progress {
    /** Called with the bytes so far and the total, or -1 where the server does not state it. */
    void at(long bytes, long total);
  }

  /** With a timeout of 30 seconds. */
  public Download() {
    this(Duration.ofSeconds(30));
  }

  /**
   * With a limit on how long a server may be silent or ask to wait. Within twice that time it must
   * send 1 KB a second on average, or it counts as silent. Redirects are followed, though never
   * from HTTPS to HTTP; the proxy settings of the JVM hold.
   */
  public Download(Duration patience) {
    this.patience = patience;
    transfer = new Transfer(patience);
  }

  /**
   * Downloads a file into a folder, which is created if needed. An existing file with the expected
   * checksum is kept. Where only the first digits of the checksum are known, the full checksum of
   * the first download is kept beside it, and later ones must match.
   *
   * @return the path of the file
   * @throws DownloadException if it cannot be downloaded or written, or does not have the expected
   *     checksum
   */
  public Path fetch(Remote remote, Path directory, Progress progress) {
    Path target = directory.resolve(remote.file());
    Path part = directory.resolve(remote.file() + ".part");
    try {
      if (remote.isAt(target)) {
        return target;
      }
      try (MadeFolders made = MadeFolders.upTo(directory);
          LockFile lock = lock(directory, part, progress)) {
        if (!remote.isAt(target)) { // Another process may have fetched it meanwhile.
          fetch(remote, directory, part, progress);
          AtomicFile.publish(part, target);
        }
        return target;
      }
    } catch (IOException e) {
      throw new DownloadException(target, "it cannot be written: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DownloadException(remote.uri(), "interrupted; fetch again to resume", e);
    }
  }

  /** Waits until no other process downloads the file. */
  private static LockFile lock(Path directory, Path part, Progress progress)
      throws IOException, InterruptedException {
    Path file = directory.resolve("." + part.getFileName() + ".lock");
    while (true) {
      Optional<LockFile> lock = LockFile.tryTake(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      progress.at(size(part), -1);
      Thread.sleep(LOCK_PAUSE.toMillis());
    }
  }

  /** Completes the part and verifies it. */
  private void fetch(Remote remote, Path directory, Path part, Progress progress)
      throws IOException, InterruptedException {
    String expected = remote.checksumIn(directory);
    boolean resumed = size(part) > 0;
    try {
      if (resumed && remote.checksumOf(part, expected).equals(expected)) {
        return;
      }
      complete(remote, part, progress);
      String found = remote.checksumOf(part, expected);
      if (resumed && !found.equals(expected)) { // It may have begun as another file.
        Files.delete(part);
        complete(remote, part, progress);
        found = remote.checksumOf(part, expected);
      }
      if (!found.equals(expected)) {
        Files.delete(part);
        throw new DownloadException(
            remote.uri(),
            "expected " + expected + ", got " + found + ": it was removed; fetch it again");
      }
      remote.record(part, directory);
    } finally {
      if (size(part) == 0) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void complete(Remote remote, Path part, Progress progress)
      throws IOException, InterruptedException {
    boolean afresh = false;
    Duration pause = patience.dividedBy(30);
    for (int attempt = 1; ; attempt++) {
      try {
        transfer.run(remote, part, afresh, progress);
        return;
      } catch (BrokenTransfer e) {
        if (attempt == ATTEMPTS || e.pause().compareTo(patience) > 0) {
          throw new DownloadException(
              remote.uri(),
              String.format(
                  Locale.ROOT,
                  "%s; %s",
                  e.getMessage(),
                  size(part) == 0
                      ? "try again later"
                      : String.format(
                          Locale.ROOT, "%,d bytes are kept, fetch again to resume", size(part))),
              e);
        }
        afresh = e.isAfresh();
        Thread.sleep((e.pause().compareTo(pause) > 0 ? e.pause() : pause).toMillis());
        pause = pause.multipliedBy(2);
      }
    }
  }
}
