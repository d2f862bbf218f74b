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
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a file under a temporary name beside it, syncs it to disk and renames it, so that a reader
 * sees the old content or the new one and never a part of either.
 */
public final class AtomicFile {
  private static final Pattern TEMPORARY = Pattern.compile("\\.resnet4j-[0-9a-f]{16}\\.tmp");

  /** Age after which the writer of a temporary file is taken for dead. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private AtomicFile() {}

  /** Writes the content of a file to a channel. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes a file under the given temporary name, and may check the result. */
  @FunctionalInterface
  public interface Writer {
    void write(Path temporary) throws IOException;
  }

  /**
   * Replaces a file; missing folders are made. Each writer has its own temporary file: of two
   * concurrent writers the later one wins, and neither sees the other's bytes.
   *
   * @throws IOException if writing fails; the old file is then untouched and nothing else is left
   */
  public static void write(Path file, Content content) throws IOException {
    writeBy(
        file,
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
          }
        });
  }

  /**
   * Replaces a file, with the same guarantees, by the one that a writer makes under the temporary
   * name.
   */
  public static void writeBy(Path file, Writer writer) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("expected a file to write, but " + file + " is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("expected a file to write, but " + file + " is a device or a pipe");
    }
    Path folder = file.toAbsolutePath().resolveSibling("");
    try (MadeFolders made = MadeFolders.upTo(folder)) {
      removeLeftovers(folder);
      Path temporary = Files.createFile(folder.resolve(temporaryName()));
      try {
        writer.write(temporary);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        publish(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (FormatException e) {
      throw named(file, e);
    } catch (IOException e) {
      FileSystemException named = named(file, e);
      named.initCause(e);
      throw named;
    }
  }

  /** Whether this is a temporary file: one being written, or left behind by a killed process. */
  public static boolean isTemporary(Path file) {
    return TEMPORARY.matcher(file.getFileName().toString()).matches();
  }

  private static String temporaryName() {
    return String.format(Locale.ROOT, ".resnet4j-%016x.tmp", RANDOM.nextLong());
  }

  /** Removes the leftovers of killed processes; live writers have written more recently. */
  private static void removeLeftovers(Path folder) {
    FileTime old = FileTime.from(Instant.now().minus(ABANDONED));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path leftover : files.filter(AtomicFile::isTemporary).toList()) {
        if (Files.getLastModifiedTime(leftover).compareTo(old) < 0) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException e) {
      // It may belong to another user; that does not prevent writing.
    }
  }

  /** A failed check of the finished file names the requested one; other faults are elsewhere. */
  private static FormatException named(Path file, FormatException e) {
    boolean temporary = e.source().map(Path::of).filter(AtomicFile::isTemporary).isPresent();
    return temporary || e.source().isEmpty() ? new FormatException(file, e.reason(), e) : e;
  }

  /** The same error for the requested file: the temporary name means nothing to the caller. */
  private static FileSystemException named(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new AccessDeniedException(file.toString());
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NoSuchFileException) {
      return new FileSystemException(
          file.toString(), null, "its folder does not exist and cannot be created");
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return new FileSystemException(file.toString(), null, reason);
  }

  /** Replaces a file by UTF-8 text. */
  public static void write(Path file, String text) throws IOException {
    write(
        file,
        channel -> writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * Renames a finished and synced file or folder to its place, and makes the new name survive a
   * crash.
   */
  public static void publish(Path temporary, Path file) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncNames(file.toAbsolutePath().resolveSibling(""));
  }

  /** Makes the names in a folder durable, as far as the system supports it. */
  public static void syncNames(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder; its files are synced already.
    }
  }

  /** Writes all remaining bytes of a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
