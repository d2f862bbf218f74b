package org.resnet4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock across processes and threads, on an empty file that stays. The file is never
 * removed: a lock on an unlinked file excludes no other process.
 */
public final class LockFile implements AutoCloseable {
  /**
   * Files locked by this process. The system's locks belong to the process, which loses one as soon
   * as it closes any channel to the file: so a held file is never opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private LockFile(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock if it is free.
   *
   * @param file in an existing folder
   * @return empty if it is held
   * @throws IOException if the file cannot be opened or the file system has no locks
   */
  public static Optional<LockFile> tryTake(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
    Path key = folder.resolve(file.getFileName());
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      return taken ? Optional.of(new LockFile(key, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(key);
      }
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(key);
  }
}
