package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.Part;

/**
 * The folders of each part of a data set.
 *
 * @param root the whole
 * @param parts the folder of each part; the root itself for training where it has no parts
 * @param beside folders next to the parts that belong to none
 * @param leftOut files next to the folders
 */
record FolderLayout(Path root, Map<Part, Path> parts, List<Path> beside, LeftOut leftOut) {
  /** Pictures where only folders are expected. */
  private static final String OUTSIDE = "outside the folders of the classes";

  /**
   * Looks at the names of the folders.
   *
   * @throws DataException if it cannot be listed, or its names are ambiguous
   */
  static FolderLayout of(Path root, FolderListings listings) {
    FolderEntries entries = entries(root, listings);
    Map<Part, Path> parts = new EnumMap<>(Part.class);
    List<Path> beside = new ArrayList<>();
    for (Path folder : entries.folders()) {
      Part part = Part.named(PictureFiles.nameOf(folder));
      if (part == null) {
        beside.add(folder);
      } else if (parts.put(part, folder) != null) {
        throw new DataException(
            root,
            "expected one folder for the "
                + part.title()
                + " part, found several: keep one of "
                + entries.folders().stream()
                    .map(PictureFiles::nameOf)
                    .filter(name -> Part.named(name) == part)
                    .collect(Collectors.joining(" and ")));
      }
    }
    if (!beside.isEmpty() && !holdsClasses(root, parts, beside, listings)) {
      parts.clear();
    }
    return parts.isEmpty()
        ? new FolderLayout(root, Map.of(Part.TRAIN, root), List.of(), LeftOut.NONE)
        : new FolderLayout(root, parts, beside, outsideClasses(entries));
  }

  /** Whether a folder "train" beside others holds classes: it may itself be a class, of trains. */
  private static boolean holdsClasses(
      Path root, Map<Part, Path> parts, List<Path> beside, FolderListings listings) {
    Path train = parts.get(Part.TRAIN);
    if (train == null || entries(train, listings).folders().size() < 2) {
      return false;
    }
    if (parts.size() == 1 && beside.stream().anyMatch(folder -> holdsPictures(folder, listings))) {
      throw new DataException(
          root,
          PictureFiles.nameOf(train)
              + "/ may be the training part or a class, as "
              + PictureFiles.nameOf(beside.get(0))
              + "/ beside it holds pictures too: move or rename one of them");
    }
    return true;
  }

  private static boolean holdsPictures(Path folder, FolderListings listings) {
    return !PictureWalk.under(folder, List.of(), listings).pictures().isEmpty();
  }

  /** The files beside the class folders of a part. */
  static LeftOut besideClasses(Path part, FolderListings listings) {
    return outsideClasses(entries(part, listings));
  }

  private static LeftOut outsideClasses(FolderEntries entries) {
    return entries.leftOut().plus(entries.pictures().size(), OUTSIDE);
  }

  /**
   * The folders of the classes of a part, by name.
   *
   * @throws DataException if there are fewer than two
   */
  static List<Path> classFolders(Path part, FolderListings listings) {
    List<Path> folders = entries(part, listings).folders();
    if (folders.size() < 2) {
      throw new DataException(
          part,
          "expected a folder for each of at least 2 classes, found "
              + (folders.isEmpty() ? "none" : "only " + PictureFiles.nameOf(folders.get(0)) + "/")
              + within(folders, listings));
    }
    return folders;
  }

  /** Archives often wrap everything in a folder. */
  private static String within(List<Path> folders, FolderListings listings) {
    return folders.size() == 1 && entries(folders.get(0), listings).folders().size() > 1
        ? "; its folders may be meant: folder:" + folders.get(0)
        : "";
  }

  static FolderEntries entries(Path folder, FolderListings listings) {
    try {
      return listings.list(folder);
    } catch (IOException e) {
      throw new DataException(
          folder,
          "expected a folder of pictures: " + PictureWalk.Unreadable.of(folder, e).reason(),
          e);
    }
  }
}
