package org.resnet4j.data.shards;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;

/**
 * The names of the classes of some shards: from {@code classes.json} (a list) or {@code
 * classes.txt} (one a line) beside them, or beside the folder of a part; else those that stand as
 * labels, sorted; else numbers.
 */
final class ClassNames {
  /** What {@link ShardPack} writes. */
  static final String JSON = "classes.json";

  private static final String TEXT = "classes.txt";
  private static final long MOST_BYTES = 64L << 20;

  private ClassNames() {}

  /**
   * Finds the names.
   *
   * @throws DataException if their file is damaged, or numbers and names are mixed without one
   */
  static List<String> of(Path folder, List<Shard> shards) {
    boolean within = Part.named(String.valueOf(folder.getFileName())) != null;
    for (String name : List.of(JSON, TEXT)) {
      Path file = folder.resolve(name);
      Path above = folder.resolveSibling(name);
      if (Files.exists(file) || (within && Files.exists(above))) {
        return read(Files.exists(file) ? file : above);
      }
    }
    Set<String> names = new TreeSet<>();
    int numbers = 0;
    for (Shard shard : shards) {
      names.addAll(shard.samples().classes());
      if (shard.samples().classes().isEmpty()) {
        numbers = Math.max(numbers, shard.samples().classesNeeded());
      }
    }
    if (numbers > 0 && !names.isEmpty()) {
      throw new DataException(
          folder,
          "expected labels that are all numbers or all names, got both: list the names in "
              + TEXT
              + ", one a line");
    }
    return names.isEmpty()
        ? IntStream.range(0, numbers).mapToObj(String::valueOf).toList()
        : List.copyOf(names);
  }

  private static List<String> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new FormatException("expected at most " + MOST_BYTES + " bytes");
      }
      List<String> names =
          file.endsWith(JSON)
              ? Arrays.asList(Json.read(Files.readString(file), String[].class))
              : Files.readAllLines(file).stream().map(String::strip).toList();
      if (names.isEmpty() || names.size() > Samples.MOST_CLASSES) {
        throw new FormatException(
            "expected 1 to " + Samples.MOST_CLASSES + " names, got " + names.size());
      }
      Set<String> different = new HashSet<>();
      for (String name : names) {
        if (name == null || name.isBlank() || !different.add(name)) {
          throw new FormatException(
              "expected different names, none of them blank, got '" + name + "' (again)");
        }
      }
      return List.copyOf(names);
    } catch (FormatException | CharacterCodingException e) {
      throw new DataException(file, "expected the names of the classes: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(file, "it cannot be read: " + e, e);
    }
  }
}
