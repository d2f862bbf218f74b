package org.resnet4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.FolderDataset.PictureFile;
import org.resnet4j.data.Randomness.Purpose;

/**
 * {@code folder:DIR}: one folder of pictures for each class, sorted by name; or {@code train/} and
 * {@code val/} (or {@code test/}) with such folders in them, or to measure on, the latter alone.
 */
final class Folder {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

  private static final List<String> TEST_PARTS = List.of("val", "test");

  /** One of so many images of each class is held out where there is no test part: 80/20. */
  private static final int TEST_SHARE = 5;

  private Folder() {}

  static Split open(Path root, FolderOptions options) {
    Path train = root.resolve("train");
    if (isTestAlone(root)) {
      throw new DataException(
          train + ": pictures to train on wanted, but " + root + " holds a test part alone");
    }
    if (!Files.isDirectory(train)) {
      return split(root, options);
    }
    List<String> classes = classes(train);
    Path test = testPart(root);
    if (test == null) {
      return split(train, options);
    }
    for (String extra : classes(test)) {
      if (!classes.contains(extra)) {
        throw new DataException(
            test + " has a class '" + extra + "' that " + train + " has not: rename or remove it");
      }
    }
    return new Split(part(train, classes, options), part(test, classes, options));
  }

  /** The test part alone, which needs no training part beside it. */
  static Dataset openTest(Path root, FolderOptions options) {
    Path test = testPart(root);
    return test != null && isTestAlone(root)
        ? part(test, classes(test), options)
        : open(root, options).test();
  }

  private static @Nullable Path testPart(Path root) {
    return TEST_PARTS.stream()
        .map(root::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(null);
  }

  /** Whether there are no folders but val/ or test/. */
  private static boolean isTestAlone(Path root) {
    List<String> folders = folders(root);
    return !folders.isEmpty() && TEST_PARTS.containsAll(folders);
  }

  private static FolderDataset part(Path root, List<String> classes, FolderOptions options) {
    return new FolderDataset(root.toString(), classes, files(root, classes), options);
  }

  /** Holds out a fifth of each class, at least one image, chosen by the seed. */
  private static Split split(Path root, FolderOptions options) {
    List<String> classes = classes(root);
    List<PictureFile> train = new ArrayList<>();
    List<PictureFile> test = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<PictureFile> files = files(root.resolve(classes.get(label)), label);
      if (files.size() < 2) {
        throw new DataException(
            root.resolve(classes.get(label))
                + ": at least 2 pictures wanted, to train on and to test on, but it has "
                + files.size());
      }
      int[] order = Randomness.permutation(files.size(), options.seed(), Purpose.SPLIT, label);
      int held = Math.max(1, files.size() / TEST_SHARE);
      for (int i = 0; i < order.length; i++) {
        (order[i] < held ? test : train).add(files.get(i));
      }
    }
    return new Split(
        new FolderDataset(root + " (train)", classes, train, options),
        new FolderDataset(root + " (test)", classes, test, options));
  }

  private static List<String> classes(Path root) {
    List<String> names = folders(root);
    if (names.size() < 2) {
      throw new DataException(
          root + ": one folder for each class wanted, but it has " + names.size() + " folders");
    }
    return names;
  }

  private static List<String> folders(Path root) {
    return list(root, Files::isDirectory).stream()
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static List<PictureFile> files(Path root, List<String> classes) {
    List<PictureFile> files = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path folder = root.resolve(classes.get(label));
      if (Files.isDirectory(folder)) {
        files.addAll(files(folder, label));
      }
    }
    if (files.isEmpty()) {
      throw new DataException(root + ": pictures (" + ENDINGS + ") wanted, but it has none");
    }
    return files;
  }

  private static List<PictureFile> files(Path folder, int label) {
    return list(folder, Folder::isPicture).stream()
        .map(path -> new PictureFile(path, label))
        .toList();
  }

  private static boolean isPicture(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(path);
  }

  /** What a folder holds, by name; hidden files and folders are left out. */
  private static List<Path> list(Path folder, Predicate<Path> kind) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(kind)
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new DataException(
          "a folder of pictures wanted, but " + folder + " is not there or not a folder", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + folder + ": " + e, e);
    }
  }
}
