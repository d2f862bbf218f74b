package org.resnet4j.data.shards;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.io.CacheFolder;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Sha256;

/**
 * Indexes of shards that have none beside them, in this user's cache: a shard is scanned once, and
 * again when its size or time of modification has changed.
 */
final class ShardCache {
  private ShardCache() {}

  /**
   * The index entry of each file, in the same order; null where it cannot be read.
   *
   * @param problems receives why a file cannot be read
   */
  static List<@Nullable Shard> of(List<Path> files, List<String> problems) {
    List<Path> absolute = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    Optional<Path> index = indexFile(absolute);
    Map<String, Shard> known = new HashMap<>();
    index.ifPresent(file -> read(file).forEach(shard -> known.put(shard.name(), shard)));
    List<Object> results =
        absolute.parallelStream().map(file -> found(file, known)).collect(Collectors.toList());
    List<@Nullable Shard> shards = new ArrayList<>();
    for (Object result : results) {
      if (result instanceof DataException failure) {
        problems.add(String.valueOf(failure.getMessage()));
      }
      shards.add(result instanceof Shard shard ? shard : null);
    }
    List<Shard> sound = shards.stream().filter(Objects::nonNull).map(Shard.class::cast).toList();
    if (!new HashSet<>(known.values()).containsAll(sound)) {
      index.ifPresent(file -> write(file, sound));
    }
    return shards;
  }

  /** A {@link Shard}, or the {@link DataException} that says why there is none. */
  private static Object found(Path file, Map<String, Shard> known) {
    Shard shard = known.get(file.toString());
    try {
      boolean current =
          shard != null
              && Files.size(file) == shard.bytes()
              && Files.getLastModifiedTime(file).toMillis() == shard.modified();
      return shard != null && current ? shard : ShardScan.of(file);
    } catch (DataException e) {
      return e;
    } catch (IOException e) {
      return new DataException(file, "it cannot be read: " + e, e);
    }
  }

  /** Named after the files; empty for a user without a home folder, who scans each time. */
  private static Optional<Path> indexFile(List<Path> files) {
    String all = files.stream().map(Path::toString).collect(Collectors.joining("\n"));
    String name = Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + ".index";
    return CacheFolder.find("shards").map(folder -> folder.resolve(name));
  }

  private static List<Shard> read(Path file) {
    try {
      return Files.exists(file) ? ShardIndex.read(file).shards() : List.of();
    } catch (IOException | FormatException e) {
      return List.of(); // It is made anew.
    }
  }

  private static void write(Path file, List<Shard> shards) {
    try {
      new ShardIndex(shards).write(file);
    } catch (IOException e) {
      // The next opening scans again: a full disk is no reason not to train.
    }
  }
}
