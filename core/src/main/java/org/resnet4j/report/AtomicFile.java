package org.resnet4j.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A text file that is either the old one or the whole new one, whatever happens meanwhile. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Replaces the content of a file: written under a temporary name in the same folder, forced to
   * the disk, then renamed. Missing folders are made.
   *
   * @throws IOException if it cannot be written; the old file is then as it was and no temporary
   *     file is left
   */
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("wanted a file to write, got the folder " + file);
    }
    Files.createDirectories(folder);
    Path temporary =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      rename(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
  }

  private static void rename(Path from, Path to) throws IOException {
    if (Files.isDirectory(to)) {
      throw new IOException("wanted a file to write, got the folder " + to);
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the rename itself durable where the system allows a folder to be opened. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; the file is in place, only its durability rests with the system.
      return;
    }
  }
}
