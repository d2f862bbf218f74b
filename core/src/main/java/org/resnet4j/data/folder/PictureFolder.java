package org.resnet4j.data.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureEndings;
import org.resnet4j.data.pictures.PictureSet;

/**
 * Reads the layout of a folder of pictures on disk: one folder for each class, sorted by name,
 * whose pictures may lie in further folders; or {@code train/}, {@code val/} and {@code test/} with
 * such folders in them. Ignored files are counted, too.
 */
public final class PictureFolder {
  /** The folders that are walked at once. */
  private static final int AT_ONCE = 64;

  private final Path root;
  private final List<String> classes;
  private final FolderListings listings;
  private final FileList files = new FileList();
  private final Map<Part, int[]> parts = new EnumMap<>(Part.class);
  private final List<String> problems = new ArrayList<>();
  private LeftOut leftOut;

  private PictureFolder(FolderLayout layout, FolderListings listings) {
    this.listings = listings;
    root = layout.root();
    Map<Part, List<Path>> folders = new EnumMap<>(Part.class);
    Map<Part, FlatPart> flat = FlatPart.of(layout, listings);
    layout
        .parts()
        .forEach(
            (part, at) -> {
              if (!flat.containsKey(part)) {
                folders.put(part, FolderLayout.classFolders(at, listings));
              }
            });
    classes = classes(root, folders);
    leftOut = layout.leftOut();
    for (Path beside : layout.beside()) {
      PictureWalk walk = noted(walk(beside, root));
      leftOut = leftOut.plus(walk.pictures().size(), "in " + PictureFiles.nameOf(beside) + "/");
    }
    layout
        .parts()
        .forEach(
            (part, at) -> {
              FlatPart own = flat.get(part);
              if (own == null) {
                read(part, at, folders.getOrDefault(part, List.of()));
              } else {
                read(part, own);
              }
            });
  }

  /**
   * Scans a folder.
   *
   * @throws DataException if it does not exist, has no class folders, or its names are ambiguous;
   *     other obstacles are in {@link PictureSet#problems}
   */
  public static PictureSet of(Path root) {
    FolderListings listings = FolderListings.of(root);
    PictureSet found = new PictureFolder(FolderLayout.of(root, listings), listings).set();
    listings.save();
    return found;
  }

  private PictureSet set() {
    return new PictureSet(root.toString(), classes, files, parts, leftOut, problems);
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
    leftOut = leftOut.plus(FolderLayout.besideClasses(at, listings));
    int begin = files.size();
    for (int from = 0; from < folders.size(); from += AT_ONCE) {
      List<Path> some = folders.subList(from, Math.min(from + AT_ONCE, folders.size()));
      List<PictureWalk> walks =
          some.parallelStream().map(folder -> walk(folder, root, at)).toList();
      for (int i = 0; i < some.size(); i++) {
        read(part, some.get(i), noted(walks.get(i)));
      }
    }
    if (files.size() == begin) {
      problems.add(at + ": expected pictures (" + PictureEndings.READ + "), found none");
    }
    parts.put(part, IntStream.range(begin, files.size()).toArray());
  }

  /** Takes the pictures of a part without folders, as ImageNet's validation part is. */
  private void read(Part part, FlatPart flat) {
    leftOut = leftOut.plus(flat.leftOut());
    int begin = files.size();
    flat.labelled(classes).forEach(files::add);
    if (files.size() > begin) {
      parts.put(part, IntStream.range(begin, files.size()).toArray());
    }
  }

  /** Takes the pictures of a class. */
  private void read(Part part, Path folder, PictureWalk walk) {
    int label = classes.indexOf(PictureFiles.nameOf(folder));
    if (label < 0) {
      problems.add(
          folder
              + ": there is no such class in the training part: expected one of its "
              + classes.size()
              + " classes; rename or remove it");
      return;
    }
    walk.pictures().forEach(picture -> files.add(picture, label));
    if (walk.pictures().isEmpty() && part == Part.TRAIN) {
      problems.add(folder + ": expected pictures of a class, found none" + reasons(walk));
    }
  }

  private static String reasons(PictureWalk walk) {
    return (walk.leftOut().isEmpty() ? "" : " (left out: " + walk.leftOut() + ")")
        + "; add some or remove the folder";
  }

  private PictureWalk walk(Path folder, Path... above) {
    return PictureWalk.under(folder, List.of(above), listings);
  }

  private PictureWalk noted(PictureWalk walk) {
    leftOut = leftOut.plus(walk.leftOut());
    for (PictureWalk.Unreadable unreadable : walk.unreadable()) {
      problems.add(unreadable.folder() + ": " + unreadable.reason() + "; permit it or remove it");
    }
    return walk;
  }
}
