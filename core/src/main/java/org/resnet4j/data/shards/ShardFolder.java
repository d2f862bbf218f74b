package org.resnet4j.data.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.io.FormatException;

/**
 * Opens shards: from the index that {@link ShardPack} wrote beside them, or else from one in the
 * user's cache, which is made by scanning them once. Nothing is written beside the shards.
 */
public final class ShardFolder {
  private final String place;
  private final ShardFiles files;
  private final List<String> problems = new ArrayList<>();

  private ShardFolder(String place) {
    this.place = place;
    this.files = ShardFiles.of(place);
  }

  /**
   * Opens shards without reading pictures.
   *
   * @param place a folder with shards (*.tar), or with train/, val/ and test/ that hold them; one
   *     shard; or a pattern such as {@code train-{000000..000146}.tar}
   * @throws DataException if there are none, their names are ambiguous, or they are an unfinished
   *     or damaged pack; shards that cannot be understood are in {@link PictureSet#problems}
   */
  public static PictureSet of(String place) {
    if (place.indexOf('{') < 0) {
      requireFinished(Path.of(place));
    }
    return new ShardFolder(place).set();
  }

  private PictureSet set() {
    List<@Nullable Shard> all = indexed();
    List<String> classes =
        ClassNames.of(
            files.folder(), all.stream().filter(Objects::nonNull).map(Shard.class::cast).toList());
    Labels labels = new Labels(classes);
    List<Path> readable = new ArrayList<>();
    List<Shard> shards = new ArrayList<>();
    List<int[]> numbers = new ArrayList<>();
    Map<Part, Integer> ends = new EnumMap<>(Part.class);
    LeftOut leftOut = LeftOut.NONE;
    int next = 0;
    for (Map.Entry<Part, List<Path>> part : files.parts().entrySet()) {
      for (Path file : part.getValue()) {
        Shard shard = all.get(next++);
        if (shard == null) {
          continue;
        }
        leftOut = leftOut.plus(shard.leftOut());
        problems.addAll(shard.problems());
        try {
          numbers.add(labels.of(shard.samples()));
          readable.add(file);
          shards.add(shard);
        } catch (FormatException e) {
          problems.add(file + ": " + e.reason());
        }
      }
      ends.put(part.getKey(), shards.size());
    }
    ShardPictures pictures = new ShardPictures(readable, shards, numbers);
    return new PictureSet(place, classes, pictures, parts(pictures, ends), leftOut, problems);
  }

  private Map<Part, int[]> parts(ShardPictures pictures, Map<Part, Integer> ends) {
    Map<Part, int[]> parts = new EnumMap<>(Part.class);
    int from = 0;
    for (Map.Entry<Part, Integer> end : ends.entrySet()) {
      int to = pictures.start(end.getValue());
      if (from == to) {
        problems.add(
            place + ": expected labelled pictures for " + end.getKey().title() + ", found none");
      }
      parts.put(end.getKey(), IntStream.range(from, to).toArray());
      from = to;
    }
    return parts;
  }

  /** What is known of each file; null where it cannot be read. */
  private List<@Nullable Shard> indexed() {
    if (!ShardPack.isPack(files.folder())) {
      return ShardCache.of(files.all(), problems);
    }
    return packed(files.folder().resolve(ShardPack.INDEX));
  }

  private static void requireFinished(Path folder) {
    if (ShardPack.isPack(folder) && !Files.exists(folder.resolve(ShardPack.INDEX))) {
      throw new DataException(
          folder, "expected finished shards, found an unfinished pack: pack again to finish it");
    }
  }

  private List<@Nullable Shard> packed(Path index) {
    Map<String, Shard> listed = new HashMap<>();
    try {
      ShardIndex.read(index).shards().forEach(shard -> listed.put(shard.name(), shard));
    } catch (FormatException e) {
      throw new DataException(index, e.reason() + "; copy it again, or pack to a new folder", e);
    } catch (IOException e) {
      throw new DataException(index, "it cannot be read: " + e, e);
    }
    List<@Nullable Shard> shards = new ArrayList<>();
    for (Path file : files.all()) {
      shards.add(current(file, listed.remove(ShardPack.name(files.folder(), file))));
    }
    listed.keySet().stream()
        .sorted()
        .forEach(
            name -> problems.add(place + ": the shard " + name + " is missing: copy it again"));
    return shards;
  }

  private @Nullable Shard current(Path file, @Nullable Shard shard) {
    long size = file.toFile().length();
    if (shard == null) {
      problems.add(file + ": the index of the pack does not list it: move it elsewhere");
      return null;
    }
    if (size != shard.bytes()) {
      problems.add(
          file + ": expected " + shard.bytes() + " bytes, got " + size + ": copy it again");
      return null;
    }
    return shard;
  }

  /** The numbers of classes that the labels of a shard mean. */
  private record Labels(Map<String, Integer> byName, int count) {
    Labels(List<String> classes) {
      this(new HashMap<>(), classes.size());
      classes.forEach(name -> byName.put(name, byName.size()));
    }

    int[] of(Samples samples) {
      if (samples.classes().isEmpty()) {
        if (samples.classesNeeded() > count) {
          throw new FormatException(
              "expected labels below "
                  + count
                  + ", the number of classes, got "
                  + (samples.classesNeeded() - 1));
        }
        return samples.labels();
      }
      int[] numbers =
          samples.classes().stream().mapToInt(name -> byName.getOrDefault(name, -1)).toArray();
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] < 0) {
          throw new FormatException(
              "the label '" + samples.classes().get(i) + "' is none of the " + count + " classes");
        }
      }
      return IntStream.of(samples.labels()).map(i -> numbers[i]).toArray();
    }
  }
}
