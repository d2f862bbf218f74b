package org.resnet4j.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.FolderOptions;
import org.resnet4j.data.Split;
import org.resnet4j.image.ResizeCrop;
import picocli.CommandLine.Option;

/** The flags that say which images. */
final class DataFlags {
  @Option(
      names = "--data",
      paramLabel = "NAME|folder:DIR",
      completionCandidates = Candidates.Data.class,
      description =
          "A data set by name (fashion-mnist-mini, fashion-mnist, cifar10, cifar100) or"
              + " folder:DIR.")
  private @Nullable String data;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the files of data sets lie (default: ~/.cache/resnet4j/data).")
  private @Nullable Path dataDir;

  @Option(
      names = "--limit-train",
      paramLabel = "N",
      defaultValue = "0",
      description = "Use only so many training images, evenly over the classes.")
  private int limitTrain;

  @Option(
      names = "--limit-test",
      paramLabel = "N",
      defaultValue = "0",
      description = "Use only so many test images, evenly over the classes.")
  private int limitTest;

  String data(String otherwise) {
    return data == null ? otherwise : data;
  }

  @Nullable Path dataDir() {
    return dataDir;
  }

  int limitTrain() {
    return limitTrain;
  }

  int limitTest() {
    return limitTest;
  }

  /** Opens what the flags say, with images of folders in a frame. */
  Split open(String name, ResizeCrop frame) {
    return open(name, dataDir, frame, limitTrain, limitTest);
  }

  /**
   * Opens a data set.
   *
   * @param frame for images in folders, which have no size of their own
   * @param limitTrain how many training images to keep, 0 for all
   * @param limitTest how many test images to keep, 0 for all
   */
  static Split open(
      String data, @Nullable Path dataDir, ResizeCrop frame, int limitTrain, int limitTest) {
    requireLimit("--limit-train", limitTrain);
    requireLimit("--limit-test", limitTest);
    Split split = DataSets.open(data, dataDir, new FolderOptions(frame, 0));
    return split.limit(
        limitTrain == 0 ? split.train().size() : limitTrain,
        limitTest == 0 ? split.test().size() : limitTest);
  }

  /**
   * Opens the test part of a data set and reads nothing else.
   *
   * @param frame as for {@link #open}
   */
  Dataset openTest(String name, ResizeCrop frame) {
    requireLimit("--limit-test", limitTest);
    Dataset test = DataSets.openTest(name, dataDir, new FolderOptions(frame, 0));
    return limitTest == 0 ? test : test.limit(limitTest);
  }

  private static void requireLimit(String flag, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(flag + " must be at least 1, not " + limit);
    }
  }
}
