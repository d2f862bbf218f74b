package org.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file under a temporary name beside it, syncs it to disk and renames it, so that a reader
 * sees the old content or the new one and never a part of either.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file to a channel. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes a file under the temporary name that it is given, and may check what it wrote. */
  @FunctionalInterface
  public interface Writer {
    void write(Path temporary) throws IOException;
  }

  /**
   * Replaces a file; missing folders are made. The temporary name is always the same, so what a
   * killed process left behind is overwritten by the next attempt.
   *
   * @throws IOException if writing fails; the old file is then untouched and nothing else is left
   */
  public static void write(Path file, Content content) throws IOException {
    writeBy(
        file,
        temporary -> {
          try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            content.writeTo(channel);
          }
        });
  }

  /**
   * Replaces a file under the same promises by what a writer, for example a native library, puts
   * under the temporary name.
   */
  public static void writeBy(Path file, Writer writer) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("wanted a file to write, but " + file + " is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("wanted a file to write, but " + file + " is a device or a pipe");
    }
    Path temporary = temporary(file);
    try {
      Files.createDirectories(temporary.resolveSibling(""));
      writer.write(temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      publish(temporary, file);
    } catch (IOException e) {
      FileSystemException named = named(file, e);
      named.initCause(e);
      throw named;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The name under which a file is written, and which a killed process may leave behind. */
  public static Path temporary(Path file) {
    return file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".tmp");
  }

  /** The same error of the file that was wanted: nobody knows the temporary name. */
  private static FileSystemException named(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new AccessDeniedException(file.toString());
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NoSuchFileException) {
      return new FileSystemException(
          file.toString(), null, "its folder is not there and cannot be made");
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return new FileSystemException(file.toString(), null, reason);
  }

  /** Replaces a file by a text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(
        file,
        channel -> writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** Renames a finished and synced file to its place, and makes the new name survive a crash. */
  public static void publish(Path temporary, Path file) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder; the renamed file itself is synced already.
    }
  }

  /** Writes all remaining bytes of a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
