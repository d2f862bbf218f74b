package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data sets by name. A new one is a file that reads it and a line in the list below. */
public final class DataSets {
  private static final Map<String, Function<Path, Split>> READERS = Map.of();

  private DataSets() {}

  /** The names that {@link #open} knows, besides {@code folder:DIR}. */
  public static List<String> names() {
    return List.of("fashion-mnist-mini", "fashion-mnist", "cifar10", "cifar100");
  }

  /** As {@link #open(String, Path, FolderOptions)} with {@link FolderOptions#DEFAULT}. */
  public static Split open(String spec, @Nullable Path dataDir) {
    return open(spec, dataDir, FolderOptions.DEFAULT);
  }

  /**
   * Opens a data set.
   *
   * @param spec a name of {@link #names}, or {@code folder:DIR}
   * @param dataDir where its files lie, directly or in a folder of its name; null for {@link
   *     #defaultDirectory}
   * @param folder how images of a folder are brought to one size and split
   * @throws DataException if there is no such data set, or its files are missing or broken
   */
  public static Split open(String spec, @Nullable Path dataDir, FolderOptions folder) {
    Function<Path, Split> reader = READERS.get(spec);
    if (reader == null) {
      throw new DataException(
          "no data set '" + spec + "' in " + folder + ": choose one of " + names());
    }
    return reader.apply(dataDir == null ? defaultDirectory() : dataDir);
  }

  /** {@code RESNET4J_DATA} where set, else {@code ~/.cache/resnet4j/data}. */
  public static Path defaultDirectory() {
    String variable = System.getenv("RESNET4J_DATA");
    return variable != null && !variable.isBlank()
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".cache", "resnet4j", "data");
  }
}
