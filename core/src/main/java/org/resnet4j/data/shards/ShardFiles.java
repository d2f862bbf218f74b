package org.resnet4j.data.shards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.Part;

/**
 * The files of shards by part, found by their names.
 *
 * @param folder of the whole: with the shards, or with the folders that hold them
 */
record ShardFiles(Path folder, Map<Part, List<Path>> parts) {
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");
  private static final Pattern COMPRESSED =
      Pattern.compile(".*\\.(tgz|tar\\.(gz|bz2|xz|zst|lz4))", Pattern.CASE_INSENSITIVE);

  /** A thousand times as many as ImageNet has. */
  private static final int MOST = 100_000;

  /**
   * Finds shards.
   *
   * @param place a folder of shards, or with folders of shards for each part; one shard; or a
   *     pattern such as {@code train-{000000..000146}.tar}
   * @throws DataException if there are none, or their names are ambiguous
   */
  static ShardFiles of(String place) {
    if (place.indexOf('{') >= 0) {
      List<Path> files = expanded(place).stream().map(Path::of).toList();
      return new ShardFiles(files.get(0).toAbsolutePath().resolveSibling(""), byName(place, files));
    }
    Path path = Path.of(place);
    if (!Files.isDirectory(path)) {
      requireShard(path);
      return new ShardFiles(
          path.toAbsolutePath().resolveSibling(""), Map.of(Part.TRAIN, List.of(path)));
    }
    Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
    List<Path> here = shards(path);
    for (Path folder : listed(path)) {
      Part part = Files.isDirectory(folder) ? Part.named(nameOf(folder)) : null;
      List<Path> shards = part == null ? List.of() : shards(folder);
      if (part != null && !shards.isEmpty() && parts.put(part, shards) != null) {
        throw new DataException(
            path, "expected one folder for the " + part.title() + " part, found several");
      }
    }
    if (!here.isEmpty() && !parts.isEmpty()) {
      throw new DataException(
          path,
          "expected shards either in it or in folders of its parts, found both: move those beside"
              + " the folders");
    }
    if (here.isEmpty() && parts.isEmpty()) {
      throw new DataException(
          path,
          "expected shards (*.tar) in it, or in its folders train/, val/ and test/, found none");
    }
    return new ShardFiles(path, here.isEmpty() ? parts : byName(place, here));
  }

  /** All files in the order of their parts. */
  List<Path> all() {
    return parts.values().stream().flatMap(List::stream).toList();
  }

  /** As shells expand ranges of numbers: the first number says how many digits there are. */
  private static List<String> expanded(String pattern) {
    Matcher range = RANGE.matcher(pattern);
    if (!range.find()) {
      if (pattern.indexOf('{') >= 0) {
        throw new IllegalArgumentException(
            "expected a range such as {000000..000146} in '" + pattern + "'");
      }
      return List.of(pattern);
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (last < first) {
      throw new IllegalArgumentException("expected an ascending range, got " + range.group());
    }
    List<String> all = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      if (all.size() >= MOST) {
        throw new IllegalArgumentException(
            "expected at most " + MOST + " shards, got more from '" + pattern + "'");
      }
      String digits = String.format(Locale.ROOT, "%0" + range.group(1).length() + "d", i);
      all.addAll(
          expanded(pattern.substring(0, range.start()) + digits + pattern.substring(range.end())));
    }
    return all;
  }

  /** By a word in the name of each, as in {@code imagenet-val-000000.tar}; or all for training. */
  private static Map<Part, List<Path>> byName(String place, List<Path> files) {
    Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
    List<Path> others = new ArrayList<>();
    for (Path file : files) {
      requireShard(file);
      Part part = partOf(file);
      (part == null ? others : parts.computeIfAbsent(part, p -> new ArrayList<>())).add(file);
    }
    if (!others.isEmpty() && !parts.isEmpty()) {
      throw new DataException(
          place,
          "expected the names of all shards to name a part (train, val or test) or none, but "
              + nameOf(others.get(0))
              + " names none: rename it or move it away");
    }
    return parts.isEmpty() ? Map.of(Part.TRAIN, files) : parts;
  }

  private static @Nullable Part partOf(Path file) {
    return Arrays.stream(nameOf(file).split("[^A-Za-z]+", -1))
        .map(Part::named)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static void requireShard(Path file) {
    if (COMPRESSED.matcher(nameOf(file)).matches()) {
      throw new DataException(
          file,
          "expected an uncompressed tar archive, since pictures cannot be found in a compressed"
              + " one: decompress it (gunzip)");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, "expected a shard or a folder of shards, found none there");
    }
  }

  private static List<Path> shards(Path folder) {
    List<Path> shards = new ArrayList<>();
    for (Path file : listed(folder)) {
      if (COMPRESSED.matcher(nameOf(file)).matches()) {
        requireShard(file);
      }
      if (nameOf(file).endsWith(".tar")
          && !nameOf(file).startsWith(".")
          && Files.isRegularFile(file)) {
        shards.add(file);
      }
    }
    return shards;
  }

  private static List<Path> listed(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder, "it cannot be listed: " + e, e);
    } catch (UncheckedIOException e) {
      throw new DataException(folder, "it cannot be listed: " + e.getCause(), e);
    }
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
