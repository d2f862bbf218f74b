package org.resnet4j.data.named;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.resnet4j.data.DataException;

/**
 * The folders in which the files of a data set are searched: a folder of its name inside the data
 * folder, and the data folder itself.
 *
 * @param location the data folder, resolved lazily: not every user has one
 * @param set the name of the data set
 */
public record DataDirectory(Supplier<Path> location, String set) {
  public DataDirectory(Path root, String set) {
    this(() -> root, set);
  }

  private Path root() {
    return location.get();
  }

  /** The folders to search, nearest first. */
  private List<Path> places(String... inside) {
    return Stream.concat(Stream.of(""), Stream.of(inside))
        .flatMap(sub -> Stream.of(root().resolve(set).resolve(sub), root().resolve(sub)))
        .toList();
  }

  /** The first regular file of that name in the data folder, or in a folder {@code inside} it. */
  public Optional<Path> find(String file, String... inside) {
    return places(inside).stream()
        .map(place -> place.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * The file of that name.
   *
   * @throws DataException if there is none
   */
  public Path file(String name) {
    return find(name).orElseThrow(() -> missing(name));
  }

  /** {@code file.gz} or {@code file}. */
  NamedInput gzOrPlain(String file) {
    Path path = find(file + ".gz").or(() -> find(file)).orElseThrow(() -> missing(file + ".gz"));
    return new NamedInput(path.toString(), () -> Files.newInputStream(path));
  }

  /** The error for a missing file; it mentions an xz-compressed one. */
  DataException missing(String file, String... inside) {
    Optional<Path> packed = find(file + ".xz", inside);
    if (packed.isPresent()) {
      return new DataException(packed.get(), set + " needs " + file + ": unpack it with xz -dk");
    }
    String problem = Files.isDirectory(root()) ? "has no " + file : "is not a folder";
    return new DataException(
        root(), set + " needs its files, but it " + problem + ": fetch them or name their folder");
  }
}
