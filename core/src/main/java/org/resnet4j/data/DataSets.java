package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data sets by name. A new one is a file that reads it and a line in the list below. */
public final class DataSets {
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("fashion-mnist-mini", directory -> FashionMnist.mini()),
          new Entry("fashion-mnist", FashionMnist::full),
          new Entry("cifar10", Cifar.CIFAR10::read),
          new Entry("cifar100", Cifar.CIFAR100::read));

  private static final String FOLDER = "folder:";

  private record Entry(String name, Function<DataDirectory, Split> reader) {}

  private DataSets() {}

  /** The names that {@link #open} knows, besides {@code folder:DIR}. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
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
    if (spec.startsWith(FOLDER)) {
      return FolderDataset.open(Path.of(spec.substring(FOLDER.length())), folder);
    }
    Path root = dataDir == null ? defaultDirectory() : dataDir;
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(spec))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "no data set '"
                        + spec
                        + "': choose one of "
                        + String.join(", ", names())
                        + " or folder:DIR"))
        .reader()
        .apply(new DataDirectory(root, spec));
  }

  /** {@code RESNET4J_DATA} where set, else {@code ~/.cache/resnet4j/data}. */
  public static Path defaultDirectory() {
    String variable = System.getenv("RESNET4J_DATA");
    return variable != null && !variable.isBlank()
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".cache", "resnet4j", "data");
  }
}
