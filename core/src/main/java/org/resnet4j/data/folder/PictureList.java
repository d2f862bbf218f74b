package org.resnet4j.data.folder;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureSet;

/**
 * Pictures that text files name, with their labels: {@code TRAIN[,VALIDATION[,TEST]]}, each a file
 * of lines {@code FILE LABEL}, where FILE is relative to the list's folder. Labels that are all
 * numbers are the classes' numbers, and so their names; others are the names.
 */
public final class PictureList {
  private PictureList() {}

  /**
   * Reads the lists; the pictures are not looked at.
   *
   * @throws DataException if a list cannot be read or names no picture, or there are fewer than two
   *     classes
   */
  public static PictureSet of(String files) {
    String[] names = files.split(",", -1);
    Part[] purposes = Part.values();
    if (names.length > purposes.length) {
      throw new DataException(
          "expected at most a list to train on, one to choose on and one to test on, got " + files);
    }
    List<LabelList> lists = new ArrayList<>();
    for (String name : names) {
      lists.add(LabelList.of(Path.of(name)));
    }
    List<String> classes = classes(files, lists);
    Map<String, Integer> indices = LabelList.indices(classes);
    FileList pictures = new FileList();
    Map<Part, int[]> parts = new EnumMap<>(Part.class);
    for (int i = 0; i < lists.size(); i++) {
      int begin = pictures.size();
      lists.get(i).lines().forEach(new Adding(lists.get(i), indices, pictures)::line);
      if (pictures.size() == begin) {
        throw new DataException(lists.get(i).file(), "expected pictures with labels, found none");
      }
      parts.put(purposes[i], IntStream.range(begin, pictures.size()).toArray());
    }
    return new PictureSet(files, classes, pictures, parts, LeftOut.NONE, List.of());
  }

  /** Adds the lines of a list to the pictures. */
  private record Adding(LabelList list, Map<String, Integer> classes, FileList pictures) {
    void line(LabelList.Line line) {
      try {
        Path file = list.file().resolveSibling(line.picture());
        if (file.getFileName() == null) {
          throw new DataException(list.file(), "expected a picture, got '" + line.picture() + "'");
        }
        pictures.add(file, list.label(line, classes));
      } catch (InvalidPathException e) {
        throw new DataException(
            list.file(), "expected the name of a file, got '" + line.picture() + "'", e);
      }
    }
  }

  private static List<String> classes(String files, List<LabelList> lists) {
    TreeSet<String> names = new TreeSet<>();
    lists.forEach(list -> list.lines().forEach(line -> names.add(line.label())));
    if (names.stream().allMatch(LabelList::isNumber) && !names.isEmpty()) {
      int last = names.stream().mapToInt(Integer::parseInt).max().getAsInt();
      names.clear();
      return named(files, IntStream.rangeClosed(0, last).mapToObj(String::valueOf).toList());
    }
    return named(files, List.copyOf(names));
  }

  private static List<String> named(String files, List<String> classes) {
    if (classes.size() < 2) {
      throw new DataException(
          files, "expected labels of at least 2 classes, found " + classes.size());
    }
    return classes;
  }
}
