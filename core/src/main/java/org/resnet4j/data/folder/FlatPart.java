package org.resnet4j.data.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.Part;

/**
 * A held-out part whose pictures lie beside each other, without a folder for each class: ImageNet's
 * {@code val/}, with the labels in a list (Caffe's {@code val.txt}, Kaggle's {@code
 * LOC_val_solution.csv}), and its {@code test/}, whose labels are not published.
 *
 * @param at the folder
 * @param pictures in it
 * @param list of their labels; null for a test part without labels
 */
record FlatPart(Path at, List<Path> pictures, @Nullable LabelList list) {
  /** The parts of a layout that are flat. */
  static Map<Part, FlatPart> of(FolderLayout layout, FolderListings listings) {
    Map<Part, FlatPart> flat = new EnumMap<>(Part.class);
    layout
        .parts()
        .forEach(
            (part, at) -> {
              FolderEntries entries = FolderLayout.entries(at, listings);
              if (part != Part.TRAIN
                  && entries.folders().isEmpty()
                  && !entries.pictures().isEmpty()) {
                flat.put(part, new FlatPart(at, entries.pictures(), list(layout, part, at)));
              }
            });
    return flat;
  }

  private static @Nullable LabelList list(FolderLayout layout, Part part, Path at) {
    String name = PictureFiles.nameOf(at);
    for (Path place : List.of(at, layout.root())) {
      for (String file : List.of(name + ".txt", "LOC_" + name + "_solution.csv")) {
        if (Files.exists(place.resolve(file))) {
          return LabelList.of(place.resolve(file));
        }
      }
    }
    if (part == Part.TEST) {
      return null;
    }
    throw new DataException(
        at,
        "expected a folder for each class, or the labels of its pictures in "
            + name
            + ".txt, a line FILE LABEL for each, where the label is a class's name or its number"
            + " from 0 in the order of names (for ImageNet, Caffe's val.txt), found neither");
  }

  /** What is not used: pictures without a label. */
  LeftOut leftOut() {
    int unlabelled = list == null ? pictures.size() : pictures.size() - listed().size();
    return LeftOut.NONE.plus(unlabelled, "in " + PictureFiles.nameOf(at) + "/, without a label");
  }

  /**
   * The label of each picture, in their order.
   *
   * @throws DataException if the list has a label that is no class, or none of the pictures
   */
  Map<Path, Integer> labelled(List<String> classes) {
    Map<Path, Integer> labels = new LinkedHashMap<>();
    if (list == null) {
      return labels;
    }
    Map<String, Integer> indices = LabelList.indices(classes);
    listed().forEach((path, line) -> labels.put(path, list.label(line, indices)));
    if (labels.isEmpty()) {
      throw new DataException(list.file(), "expected labels of the pictures in " + at);
    }
    return labels;
  }

  private Map<Path, LabelList.Line> listed() {
    Map<String, LabelList.Line> byName = new HashMap<>();
    if (list != null) {
      list.lines().forEach(line -> byName.put(name(line.picture()), line));
    }
    Map<Path, LabelList.Line> listed = new LinkedHashMap<>();
    for (Path picture : pictures) {
      LabelList.Line line = byName.get(name(PictureFiles.nameOf(picture)));
      if (line != null) {
        listed.put(picture, line);
      }
    }
    return listed;
  }

  /** Without folders and extension: lists differ in both. */
  private static String name(String picture) {
    String file = picture.substring(picture.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }
}
