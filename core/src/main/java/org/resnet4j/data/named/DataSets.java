package org.resnet4j.data.named;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.io.CacheFolder;
import org.resnet4j.io.download.Download;
import org.resnet4j.io.download.Remote;
import org.resnet4j.layer.Shape;
import org.resnet4j.text.Names;

/**
 * The data sets by name. A value: {@link #standard} holds those of the library, and {@link #with}
 * adds another.
 *
 * <pre>{@code
 * DataSets mine = DataSets.standard().with(DataSets.entry(size, classes, at -> split(at.file("x.bin"))));
 * }</pre>
 */
public final class DataSets {
  private static final DataSets STANDARD =
      new DataSets(
          List.of(
              fashion(
                  "fashion-mnist-mini",
                  12_000,
                  2_000,
                  at -> FashionMnist.mini(),
                  at -> FashionMnist.miniTest(),
                  at -> Optional.empty(),
                  List.of()),
              fashion(
                  "fashion-mnist",
                  60_000,
                  10_000,
                  FashionMnist::full,
                  FashionMnist::fullTest,
                  FashionMnist::place,
                  FashionMnist.FILES),
              cifar(Cifar.CIFAR10),
              cifar(Cifar.CIFAR100)));

  private final List<Entry> entries;

  private DataSets(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A data set.
   *
   * @param classes the names of the classes, by label
   * @param reader reads all parts
   * @param testReader reads the test part alone
   * @param place the folder with the files, if they exist
   * @param files the files to download; none if there is nothing to download
   */
  public record Entry(
      Size size,
      List<String> classes,
      Function<DataDirectory, Split> reader,
      Function<DataDirectory, Dataset> testReader,
      Function<DataDirectory, Optional<Path>> place,
      List<Remote> files) {
    /**
     * Makes the lists unmodifiable.
     *
     * @throws IllegalArgumentException if the size and the names of the classes differ
     */
    public Entry {
      if (size.classes() != classes.size()) {
        throw new IllegalArgumentException(
            size.name()
                + ": expected the names of "
                + size.classes()
                + " classes, got "
                + classes.size());
      }
      classes = List.copyOf(classes);
      files = List.copyOf(files);
    }

    /** The name of the data set. */
    public String name() {
      return size.name();
    }
  }

  /**
   * The dimensions of a data set, known without its files.
   *
   * @param image the shape of an image
   */
  public record Size(String name, int classes, int train, int test, Shape image) {}

  private static Entry fashion(
      String name,
      int train,
      int test,
      Function<DataDirectory, Split> reader,
      Function<DataDirectory, Dataset> testReader,
      Function<DataDirectory, Optional<Path>> place,
      List<Remote> files) {
    List<String> classes = FashionMnist.CLASSES;
    Size size = new Size(name, classes.size(), train, test, FashionMnist.SHAPE);
    return new Entry(size, classes, reader, testReader, place, files);
  }

  private static Entry cifar(Cifar kind) {
    int train = kind.train().size() * kind.perFile();
    int classes = kind.classes().size();
    return new Entry(
        new Size(kind.name(), classes, train, kind.testImages(), Cifar.SHAPE),
        kind.classes(),
        kind::read,
        kind::readTest,
        kind::place,
        kind.remote());
  }

  /** The data sets of the library. */
  public static DataSets standard() {
    return STANDARD;
  }

  /**
   * A data set of a program, which reads its own files.
   *
   * @param classes the names of the classes, by label
   * @param reader reads all parts; it is given the places where files are searched
   */
  public static Entry entry(
      Size size, List<String> classes, Function<DataDirectory, Split> reader) {
    return new Entry(
        size, classes, reader, at -> reader.apply(at).test(), at -> Optional.empty(), List.of());
  }

  /**
   * These data sets and one more.
   *
   * @throws IllegalArgumentException if the name is taken or is {@code folder:...}
   */
  public DataSets with(Entry entry) {
    if (entry.name().indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "expected a name without a colon, which marks a place of pictures, got " + entry.name());
    }
    if (names().contains(entry.name())) {
      throw new IllegalArgumentException("there is already a data set '" + entry.name() + "'");
    }
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    return new DataSets(more);
  }

  /** The names that {@link #open} accepts, besides places of pictures. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /**
   * The names of the classes of a data set, by label; its files are not needed.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public List<String> classes(String name) {
    return entry(name).classes();
  }

  /** As {@link #open(String, Path, PictureOptions)} with {@link PictureOptions#DEFAULT}. */
  public Split open(String spec, @Nullable Path dataDir) {
    return open(spec, dataDir, PictureOptions.DEFAULT);
  }

  /**
   * Opens a data set.
   *
   * @param spec a name of {@link #names}, or a place of pictures: {@link PicturePlace}
   * @param dataDir the folder with its files, directly or in a folder of its name; null for {@link
   *     #defaultDirectory}
   * @param pictures how pictures of a place are resized and split
   * @throws IllegalArgumentException if there is no such data set
   * @throws DataException if its files are missing or broken
   */
  public Split open(String spec, @Nullable Path dataDir, PictureOptions pictures) {
    if (PicturePlace.isOne(spec)) {
      return PicturePlace.open(spec).split(pictures);
    }
    return entry(spec).reader().apply(new DataDirectory(() -> root(dataDir), spec));
  }

  /**
   * Opens only the test part of a data set: the one that {@link #open} gives, or that of a place
   * without a training part.
   */
  public Dataset openTest(String spec, @Nullable Path dataDir, PictureOptions pictures) {
    if (PicturePlace.isOne(spec)) {
      return PicturePlace.open(spec).measured(pictures);
    }
    return entry(spec).testReader().apply(new DataDirectory(() -> root(dataDir), spec));
  }

  /**
   * Whether the files of a data set exist, judged by their names.
   *
   * @param dataDir as for {@link #open(String, Path)}
   * @throws IllegalArgumentException if there is no such data set
   */
  public boolean isPresent(String name, @Nullable Path dataDir) {
    return entry(name).files().isEmpty() || place(name, dataDir).isPresent();
  }

  /**
   * The folder with the files of a data set, if they exist, judged by their names; empty also for
   * data inside the library.
   *
   * @param dataDir as for {@link #open(String, Path)}
   * @throws IllegalArgumentException if there is no such data set
   */
  public Optional<Path> place(String name, @Nullable Path dataDir) {
    return entry(name).place().apply(new DataDirectory(() -> root(dataDir), name));
  }

  /**
   * The dimensions of a data set; its files are not needed.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public Size size(String name) {
    return entry(name).size();
  }

  private Entry entry(String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no data set '"
                        + name
                        + "': choose one of "
                        + String.join(", ", names())
                        + ", "
                        + PicturePlace.forms()
                        + (new File(name).isDirectory() // A name may be no Path.
                            ? "; did you mean folder:" + name + "?"
                            : Names.suggestion(name, names()))));
  }

  /**
   * The files that {@link #fetch} downloads for a data set, from its official home; none if it
   * ships with the library.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public List<Remote> files(String name) {
    return entry(name).files();
  }

  /**
   * Downloads the files of a data set into a folder of its name.
   *
   * @param dataDir the data folder; null for {@link #defaultDirectory}
   * @return their folder
   * @throws IllegalArgumentException if there is no such data set
   * @throws org.resnet4j.io.download.DownloadException if a file cannot be downloaded
   */
  public List<Path> fetch(
      String name, @Nullable Path dataDir, Download download, Download.Progress progress) {
    Path directory = root(dataDir).resolve(name);
    return files(name).stream().map(file -> download.fetch(file, directory, progress)).toList();
  }

  private static Path root(@Nullable Path dataDir) {
    return dataDir == null ? defaultDirectory() : dataDir;
  }

  /** {@code RESNET4J_DATA} where set, else {@code ~/.cache/resnet4j/data}. */
  public static Path defaultDirectory() {
    return CacheFolder.named("data");
  }
}
