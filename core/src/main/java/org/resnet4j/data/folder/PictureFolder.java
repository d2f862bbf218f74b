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
  private final Path root;
  private final List<String> classes;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final Map<Part, int[]> parts = new EnumMap<>(Part.class);
  private final List<String> problems = new ArrayList<>();
  private LeftOut leftOut;

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
   *     other obstacles are in {@link PictureSet#problems}
   */
  public static PictureSet of(Path root) {
    return new PictureFolder(FolderLayout.of(root)).set();
  }

  private PictureSet set() {
    int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
    return new PictureSet(
        root.toString(), classes, new FileList(List.copyOf(files), all), parts, leftOut, problems);
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
    int begin = files.size();
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
      for (Path picture : walk.pictures()) {
        files.add(picture);
        labels.add(label);
      }
      if (walk.pictures().isEmpty() && part == Part.TRAIN) {
        problems.add(folder + ": expected pictures of a class, found none" + reasons(walk));
      }
    }
    if (files.size() == begin) {
      problems.add(at + ": expected pictures (" + PictureEndings.READ + "), found none");
    }
    parts.put(part, IntStream.range(begin, files.size()).toArray());
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
}
