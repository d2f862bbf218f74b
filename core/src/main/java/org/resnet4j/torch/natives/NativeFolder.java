package org.resnet4j.torch.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.CacheFolder;

/**
 * Folders of unpacked native libraries, each named by a hash of its content. One process unpacks,
 * under a temporary name while others wait; from then on the folder is read-only, so that a
 * starting process cannot disturb a running one. Processes with other libraries use another folder.
 */
final class NativeFolder {
  /** Their name in {@link CacheFolder}. */
  static final String NAME = "natives";

  private static final String SETTINGS = CacheFolder.variable(NAME) + " or -Dresnet4j." + NAME;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private NativeFolder() {}

  /**
   * The folder with these files: the configured one, or in the home directory; where that is not
   * writable, in a temporary folder owned by this user.
   *
   * @throws IOException if it cannot be created; the message says what to set
   */
  static Path of(NativeFiles files) throws IOException {
    Path folder = unpacked(files);
    requireWhole(folder, files);
    return folder;
  }

  private static Path unpacked(NativeFiles files) throws IOException {
    Path root = root(files);
    try {
      return in(root, files);
    } catch (IOException e) {
      throw new IOException(
          "cannot unpack the native libraries ("
              + (files.size() >> 20)
              + " MB) into "
              + root
              + ": "
              + reason(e)
              + "; set "
              + SETTINGS
              + " to a writable folder with free space",
          e);
    }
  }

  private static Path root(NativeFiles files) throws IOException {
    Optional<Path> known =
        CacheFolder.chosen(NAME)
            .or(() -> CacheFolder.inHome(NAME).filter(it -> isIn(it, files) || isWritable(it)));
    return known.isPresent() ? known.get() : temporary();
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException denied
        ? "no permission to write " + denied.getFile()
        : e instanceof FileAlreadyExistsException file
            ? file.getFile() + " is not a folder"
            : String.valueOf(e.getMessage());
  }

  private static boolean isIn(Path root, NativeFiles files) {
    return Files.isDirectory(root.resolve(files.fingerprint()));
  }

  private static boolean isWritable(Path root) {
    try {
      Files.createDirectories(root);
      return Files.isWritable(root);
    } catch (IOException e) {
      return false;
    }
  }

  /** The folder inside another, unpacked if missing. */
  static Path in(Path root, NativeFiles files) throws IOException {
    Path folder = root.resolve(files.fingerprint());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(root);
      unpackOnce(folder, files);
    }
    return folder;
  }

  private static void unpackOnce(Path folder, NativeFiles files) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolveSibling(".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!Files.isDirectory(folder)) {
        unpack(folder, files);
      }
    }
  }

  /** Waits for other processes, and for other class loaders of this one. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another thread unpacks", e);
    }
  }

  /** Leftovers of a killed process are removed first: the lock excludes live ones. */
  private static void unpack(Path folder, NativeFiles files) throws IOException {
    Path unfinished = folder.resolveSibling("." + folder.getFileName() + ".tmp");
    delete(unfinished);
    try {
      Files.createDirectory(unfinished);
      for (String name : files.byName().keySet()) {
        unpack(files.byName().get(name), unfinished.resolve(name));
      }
      AtomicFile.syncNames(unfinished);
      AtomicFile.publish(unfinished, folder);
    } finally {
      delete(unfinished);
    }
  }

  private static void unpack(NativeFiles.Packed file, Path to) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(file.open(), crc)) {
      Files.copy(in, to);
    }
    if (crc.getValue() != file.entry().getCrc()) {
      throw new IOException(file.jar().getName() + " is damaged at " + file.entry().getName());
    }
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void requireWhole(Path folder, NativeFiles files) throws IOException {
    for (String name : files.byName().keySet()) {
      Path file = folder.resolve(name);
      long expected = files.byName().get(name).entry().getSize();
      if (!Files.isRegularFile(file) || Files.size(file) != expected) {
        throw new IOException(
            file + " was removed or changed: delete its folder when no process uses it");
      }
    }
  }

  /**
   * A folder in the system's temporary directory, where anyone may have created one of that name:
   * libraries are loaded only from one that belongs to this user and is not writable by others.
   */
  static Path temporary() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    if (Files.getFileAttributeView(parent, PosixFileAttributeView.class) == null) {
      throw new IOException("the home directory is not writable: set " + SETTINGS);
    }
    UserPrincipal self = self();
    Path folder = parent.resolve("resnet4j-" + self.getName());
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      // Created before, or by another user: checked next.
    }
    boolean safe =
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)
            && PRIVATE.equals(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    if (!safe) {
      throw new IOException(
          "the home directory is not writable, and "
              + folder
              + " is not this user's alone: set "
              + SETTINGS);
    }
    return folder.resolve(NAME);
  }

  /** The owner of new files; a user unknown to the system has a number as its name. */
  private static UserPrincipal self() throws IOException {
    Path file = Files.createTempFile("resnet4j", null);
    try {
      return Files.getOwner(file);
    } finally {
      Files.delete(file);
    }
  }
}
