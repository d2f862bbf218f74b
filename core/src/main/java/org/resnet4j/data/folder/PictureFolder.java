package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * The layout of a folder of pictures on disk: one folder for each class, sorted by name, whose
 * pictures may lie in further folders; or {@code train/}, {@code val/} and {@code test/} with such
 * folders in them. Ignored files are counted, too.
 */
public final class PictureFolder {
  /** Sample size for the median side of the pictures. */
  private static final int SAMPLE = 25;

  private final Path root;
  private final List<String> classes;
  private final Map<Part, List<PictureFile>> parts = new EnumMap<>(Part.class);
  private final List<String> problems = new ArrayList<>();
  private LeftOut leftOut;

  /** The purpose of a picture. */
  public enum Part {
    /** To learn from. */
    TRAIN("training", "train(ing)?"),
    /** To choose on. */
    VALIDATION("validation", "val(id(ation)?)?"),
    /** To measure on. */
    TEST("test", "test(ing)?");

    private final String title;
    private final Pattern names;

    Part(String title, String names) {
      this.title = title;
      this.names = Pattern.compile(names);
    }

    /** The word for it. */
    public String title() {
      return title;
    }

    /** The part that a folder of that name holds, in either case. */
    static @Nullable Part named(String folder) {
      String name = folder.toLowerCase(Locale.ROOT);
      for (Part part : values()) {
        if (part.names.matcher(name).matches()) {
          return part;
        }
      }
      return null;
    }
  }

  private PictureFolder(FolderLayout layout) {
    root = layout.root();
    Map<Part, List<Path>> folders = new EnumMap<>(Part.class);
    layout.parts().forEach((part, at) -> folders.put(part, FolderLayout.classFolders(at)));
    classes = classes(root, folders);
    leftOut = layout.leftOut();
    for (Path beside : layout.beside()) {
      PictureWalk walk = walk(beside, root);
      leftOut = leftOut.plus(walk.pictures().size(), "in " + PictureFiles.nameOf(beside) + "/");
    }
    layout.parts().forEach((part, at) -> read(part, at, folders.getOrDefault(part, List.of())));
  }

  /**
   * Scans a folder.
   *
   * @throws DataException if it does not exist, has no class folders, or its names are ambiguous;
   *     other obstacles are in {@link #problems}
   */
  public static PictureFolder of(Path root) {
    return new PictureFolder(FolderLayout.of(root));
  }

  /**
   * The classes of the training part, which the others share; without one, those of the other
   * parts.
   */
  private static List<String> classes(Path root, Map<Part, List<Path>> folders) {
    List<Path> naming = folders.get(Part.TRAIN);
    List<String> names =
        (naming == null ? folders.values().stream().flatMap(List::stream) : naming.stream())
            .map(PictureFiles::nameOf)
            .toList();
    Set<String> different = new TreeSet<>(names);
    if (naming != null && different.size() < names.size()) {
      throw new DataException(
          root, "several class folders have names that look the same: rename them");
    }
    return naming == null ? List.copyOf(different) : names;
  }

  private void read(Part part, Path at, List<Path> folders) {
    leftOut = leftOut.plus(FolderLayout.besideClasses(at));
    List<PictureFile> files = new ArrayList<>();
    for (Path folder : folders) {
      int label = classes.indexOf(PictureFiles.nameOf(folder));
      if (label < 0) {
        problems.add(
            folder
                + ": there is no such class in the training part: expected one of its "
                + classes.size()
                + " classes; rename or remove it");
        continue;
      }
      PictureWalk walk = walk(folder, root, at);
      walk.pictures().forEach(path -> files.add(new PictureFile(path, label)));
      if (walk.pictures().isEmpty() && part == Part.TRAIN) {
        problems.add(folder + ": expected pictures of a class, found none" + reasons(walk));
      }
    }
    if (files.isEmpty()) {
      problems.add(at + ": expected pictures (" + PictureFiles.ENDINGS + "), found none");
    }
    parts.put(part, files);
  }

  private static String reasons(PictureWalk walk) {
    return (walk.leftOut().isEmpty() ? "" : " (left out: " + walk.leftOut() + ")")
        + "; add some or remove the folder";
  }

  private PictureWalk walk(Path folder, Path... above) {
    PictureWalk walk = PictureWalk.under(folder, List.of(above));
    leftOut = leftOut.plus(walk.leftOut());
    for (PictureWalk.Unreadable unreadable : walk.unreadable()) {
      problems.add(unreadable.folder() + ": " + unreadable.reason() + "; permit it or remove it");
    }
    return walk;
  }

  /** The names of the classes, by label. */
  public List<String> classes() {
    return classes;
  }

  /** The files that are not used. */
  public LeftOut leftOut() {
    return leftOut;
  }

  /**
   * The shorter side of a picture in pixels: the median of at most 25 readable ones, evenly spaced.
   *
   * @param limits on decoding a picture
   * @throws DataException if none is readable
   */
  public int typicalSide(Limits limits) {
    List<PictureFile> all = parts.values().stream().flatMap(List::stream).toList();
    int count = Math.min(SAMPLE, all.size());
    int[] sides =
        IntStream.range(0, count)
            .parallel()
            .map(i -> shorterSide(all.get((int) ((long) i * all.size() / count)).path(), limits))
            .filter(side -> side > 0)
            .sorted()
            .toArray();
    if (sides.length == 0) {
      throw new DataException(
          root, "none of " + count + " pictures can be read; check the folder for the reasons");
    }
    return sides[sides.length / 2];
  }

  private static int shorterSide(Path path, Limits limits) {
    try {
      EncodedImage picture = Decoder.open(path, limits);
      return Math.min(picture.height(), picture.width());
    } catch (IOException | ImageException e) {
      return 0; // Unreadable pictures are handled when they are used.
    }
  }

  /** Obstacles to training: classes without pictures, folders without permission. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The numbers of pictures and ignored files, in one line. */
  public String summary() {
    int all = parts.values().stream().mapToInt(List::size).sum();
    String each =
        parts.entrySet().stream()
            .map(part -> part.getValue().size() + " " + part.getKey().title())
            .collect(Collectors.joining(", "));
    return all
        + " pictures in "
        + classes.size()
        + " classes"
        + (parts.size() > 1 ? " (" + each + ")" : "")
        + (leftOut.isEmpty() ? "" : "; left out: " + leftOut);
  }

  /** The pictures of each part that the folder has. */
  Map<Part, List<PictureFile>> parts() {
    return new EnumMap<>(parts);
  }

  /**
   * The pictures of each part; missing parts are held out from the training part.
   *
   * @throws IllegalArgumentException if shares are given for a part that the folder has
   * @throws DataException if a class has too few pictures to be in every part
   */
  public Map<Part, List<PictureFile>> parts(SplitShares shares, long seed) {
    if (!shares.equals(SplitShares.DEFAULT)) {
      requireWithout(Part.VALIDATION, shares);
      if (shares.test() > 0 || shares.train() == 0) {
        requireWithout(Part.TEST, shares);
      }
    }
    Map<Part, List<PictureFile>> all = new EnumMap<>(parts);
    List<PictureFile> train = all.get(Part.TRAIN);
    if (train == null || all.containsKey(Part.VALIDATION)) {
      return all;
    }
    Map<Part, List<PictureFile>> held = new EnumMap<>(Part.class);
    for (int label = 0; label < classes.size(); label++) {
      int own = label;
      hold(train.stream().filter(file -> file.label() == own).toList(), shares, seed, held);
    }
    all.remove(Part.TRAIN);
    all.putAll(held);
    return all;
  }

  private void requireWithout(Part part, SplitShares shares) {
    if (parts.containsKey(part)) {
      throw new IllegalArgumentException(
          "the split "
              + shares
              + " divides folders without parts, but "
              + root
              + " has its own "
              + part.title()
              + " part: omit the split");
    }
  }

  /** Splits the pictures of one class. */
  private void hold(
      List<PictureFile> files, SplitShares shares, long seed, Map<Part, List<PictureFile>> to) {
    int label = files.isEmpty() ? 0 : files.get(0).label();
    if (files.size() < shares.fewest()) {
      throw new DataException(
          root,
          "expected at least "
              + shares.fewest()
              + " pictures of the class '"
              + classes.get(label)
              + "', one for each part, found "
              + files.size());
    }
    int[] order = Randomness.permutation(files.size(), seed, Purpose.SPLIT, label);
    int validation = shares.validationOf(files.size());
    int test = validation + shares.testOf(files.size());
    for (int i = 0; i < order.length; i++) {
      Part part =
          order[i] < validation ? Part.VALIDATION : order[i] < test ? Part.TEST : Part.TRAIN;
      to.computeIfAbsent(part, p -> new ArrayList<>()).add(files.get(i));
    }
  }

  /**
   * The parts as images.
   *
   * @throws IllegalArgumentException if the shares leave nothing to train on
   * @throws DataException if there is no training part, or another obstacle
   */
  public Split split(FolderOptions options) {
    requireUsable();
    if (options.shares().train() == 0) {
      throw new IllegalArgumentException(
          "the split " + options.shares() + " leaves no pictures to train on");
    }
    if (!parts.containsKey(Part.TRAIN)) {
      throw new DataException(
          root,
          "expected pictures to train on, in train/ or a folder for each class, found"
              + " only "
              + summary());
    }
    Map<Part, List<PictureFile>> all = parts(options.shares(), options.seed());
    Dataset train = images(Part.TRAIN, all, options);
    Dataset validation = images(Part.VALIDATION, all, options);
    return all.containsKey(Part.TEST)
        ? new Split(train, validation, images(Part.TEST, all, options))
        : new Split(train, validation);
  }

  /** The test part, or if there is none, the validation part. */
  public Dataset measured(FolderOptions options) {
    requireUsable();
    Map<Part, List<PictureFile>> all = parts(options.shares(), options.seed());
    return images(all.containsKey(Part.TEST) ? Part.TEST : Part.VALIDATION, all, options);
  }

  /** Whether the folder has a validation or test part. */
  public boolean hasParts() {
    return parts.size() > 1 || !parts.containsKey(Part.TRAIN);
  }

  /** Every picture, whatever it is for. */
  public Dataset all(FolderOptions options) {
    requireUsable();
    List<PictureFile> files = parts.values().stream().flatMap(List::stream).toList();
    return images("all", files, options);
  }

  private void requireUsable() {
    if (!problems.isEmpty()) {
      throw new DataException(
          problems.get(0)
              + (problems.size() == 1
                  ? ""
                  : " (and " + (problems.size() - 1) + " more; check the folder)"));
    }
  }

  private Dataset images(Part part, Map<Part, List<PictureFile>> all, FolderOptions options) {
    return images(part.title(), all.getOrDefault(part, List.of()), options);
  }

  private Dataset images(String what, List<PictureFile> files, FolderOptions options) {
    FolderDataset images = new FolderDataset(root + " (" + what + ")", classes, files, options);
    return options.skipped() == null ? images : images.readable(options.skipped());
  }
}
