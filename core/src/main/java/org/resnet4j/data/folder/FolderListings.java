package org.resnet4j.data.folder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.CacheFolder;
import org.resnet4j.io.Sha256;

/**
 * Lists folders, and remembers the listings of a large tree in a file of the user's cache: a folder
 * that has not changed since, by its time of modification, is not listed again. Thread-safe.
 */
final class FolderListings {
  /** Trees with fewer entries are listed in less than a second. */
  private static final int LARGE = 20_000;

  /** A folder that changed so shortly before it was listed may have changed again unnoticed. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final int MAGIC = 0x524E3401;

  private final @Nullable Path file;
  private final int large;
  private final Map<String, Listing> known;
  private final Map<String, Listing> seen = new ConcurrentHashMap<>();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicBoolean news = new AtomicBoolean();

  /**
   * The listing of a folder.
   *
   * @param modified when the folder changed last, in nanoseconds since 1970
   * @param content as {@link #encoded} makes it
   */
  private record Listing(long modified, byte[] content) {}

  /**
   * What a file knows.
   *
   * @param file of the cache; null for none
   * @param large the number of entries from which on it is written
   */
  FolderListings(@Nullable Path file, int large) {
    this.file = file;
    this.large = large;
    known = file == null ? Map.of() : read(file);
  }

  /** Without a file. */
  static FolderListings fresh() {
    return new FolderListings(null, LARGE);
  }

  /** With what is known of a tree. */
  static FolderListings of(Path root) {
    Optional<Path> cache = CacheFolder.find("folders");
    byte[] name = root.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return new FolderListings(cache.map(at -> at.resolve(Sha256.hex(name))).orElse(null), LARGE);
  }

  /**
   * The entries of a folder.
   *
   * @throws IOException if it cannot be listed
   */
  FolderEntries list(Path folder) throws IOException {
    Instant modified = Files.getLastModifiedTime(folder).toInstant();
    long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
    String key = folder.toAbsolutePath().toString();
    Listing old = known.get(key);
    if (old != null && old.modified() == nanos) {
      FolderEntries found = decoded(folder, old.content());
      note(key, old, found);
      return found;
    }
    boolean settled = modified.isBefore(Instant.now().minus(SETTLED));
    FolderEntries found = FolderEntries.of(folder);
    Optional<byte[]> content = settled ? encoded(folder, found) : Optional.empty();
    if (content.isPresent()) {
      news.set(true);
      note(key, new Listing(nanos, content.get()), found);
    }
    return found;
  }

  private void note(String key, Listing listing, FolderEntries found) {
    if (seen.put(key, listing) == null) {
      entries.addAndGet(found.folders().size() + (long) found.pictures().size());
    }
  }

  /**
   * Writes the listings of a large tree if some are new. A cache that cannot be written is none.
   */
  void save() {
    if (file == null || !news.get() || entries.get() < large) {
      return;
    }
    try {
      AtomicFile.write(
          file,
          channel -> {
            CheckedOutputStream sum =
                new CheckedOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16),
                    new CRC32());
            DataOutputStream out = new DataOutputStream(sum);
            out.writeInt(MAGIC);
            out.writeInt(seen.size());
            for (Map.Entry<String, Listing> one : seen.entrySet()) {
              out.writeUTF(one.getKey());
              out.writeLong(one.getValue().modified());
              out.writeInt(one.getValue().content().length);
              out.write(one.getValue().content());
            }
            out.writeLong(sum.getChecksum().getValue());
            out.flush();
          });
    } catch (IOException e) {
      // It is listed anew next time.
    }
  }

  /** What a file holds; nothing if it is missing or damaged. */
  private static Map<String, Listing> read(Path file) {
    try (CheckedInputStream sum =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32())) {
      long left = Files.size(file);
      DataInputStream in = new DataInputStream(sum);
      if (in.readInt() != MAGIC) {
        return Map.of();
      }
      Map<String, Listing> listings = new HashMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String folder = in.readUTF();
        long modified = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > left) {
          return Map.of();
        }
        listings.put(folder, new Listing(modified, in.readNBytes(length)));
      }
      long right = sum.getChecksum().getValue();
      return in.readLong() == right ? listings : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The names of entries; empty if one of them cannot be spelt in this locale. */
  private static Optional<byte[]> encoded(Path folder, FolderEntries found) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (List<Path> paths : List.of(found.folders(), found.pictures())) {
      out.writeInt(paths.size());
      for (Path path : paths) {
        if (!PictureFiles.isSpellable(folder, path)) {
          return Optional.empty();
        }
        out.writeUTF(path.getFileName().toString());
      }
    }
    Map<String, Integer> leftOut = found.leftOut().counts();
    out.writeInt(leftOut.size());
    for (Map.Entry<String, Integer> one : leftOut.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeInt(one.getValue());
    }
    return Optional.of(bytes.toByteArray());
  }

  private static FolderEntries decoded(Path folder, byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    List<Path> folders = paths(folder, in);
    List<Path> pictures = paths(folder, in);
    LeftOut leftOut = LeftOut.NONE;
    int reasons = in.readInt();
    for (int i = 0; i < reasons; i++) {
      String reason = in.readUTF();
      leftOut = leftOut.plus(in.readInt(), reason);
    }
    return new FolderEntries(folders, pictures, leftOut);
  }

  private static List<Path> paths(Path folder, DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      paths.add(folder.resolve(in.readUTF()));
    }
    return paths;
  }
}
