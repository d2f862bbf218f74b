package org.resnet4j.app.flags;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.SplitShares;
import org.resnet4j.train.recipe.PictureSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that choose images. */
public final class DataFlags {
  @Option(
      names = "--data",
      paramLabel = "NAME|folder:DIR|shards:DIR",
      completionCandidates = Candidates.Data.class,
      description =
          "A data set by name (fashion-mnist-mini, fashion-mnist, cifar10, cifar100), or your"
              + " pictures: folder:DIR, or shards:DIR with tar archives.")
  private @Nullable String data;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The folder of the data sets' files (default: ~/.cache/resnet4j/data).")
  private @Nullable Path dataDir;

  @Option(
      names = "--limit-train",
      paramLabel = "N",
      defaultValue = "0",
      description = "Use at most N training images, balanced across classes.")
  private int limitTrain;

  @Option(
      names = "--limit-test",
      paramLabel = "N",
      defaultValue = "0",
      description = "Use at most N images of each other part, balanced across classes.")
  private int limitTest;

  @Option(
      names = "--split",
      paramLabel = "PERCENT",
      description =
          "For pictures without parts: the shares of training, validation and optionally test"
              + " images (default: 80,20; for example 70,15,15, or 0,100 to evaluate on all).")
  private @Nullable String split;

  @Option(
      names = "--on-bad-picture",
      paramLabel = "WHAT",
      description =
          "For pictures of your own: stop at the first unreadable one, or skip: name, count and replace"
              + " unreadable ones, at most 100 or 1 %% (default: stop; skip from 20,000 pictures"
              + " on).")
  private @Nullable OnBadPicture onBadPicture;

  @Mixin private PictureFlags pictures = new PictureFlags();

  /** How to treat pictures that cannot be read. */
  enum OnBadPicture {
    STOP,
    SKIP
  }

  public String data(String otherwise) {
    return data == null ? otherwise : data;
  }

  public @Nullable Path dataDir() {
    return dataDir;
  }

  public int limitTrain() {
    requireLimit("--limit-train", limitTrain);
    return limitTrain;
  }

  public int limitTest() {
    requireLimit("--limit-test", limitTest);
    return limitTest;
  }

  /**
   * The settings for reading a place of pictures; null for other data.
   *
   * @throws IllegalArgumentException if flags for pictures are given with other data
   */
  public @Nullable PictureSettings folder(String name) {
    PictureSettings settings =
        new PictureSettings(
            split == null ? SplitShares.DEFAULT : SplitShares.parse(split),
            onBadPicture == null ? null : onBadPicture == OnBadPicture.SKIP,
            pictures.maxPixels());
    if (PicturePlace.isOne(name)) {
      return settings;
    }
    if (!settings.equals(PictureSettings.DEFAULT)) {
      throw new IllegalArgumentException(
          "--split, --on-bad-picture and --max-pixels require --data "
              + PicturePlace.forms()
              + ", got "
              + name);
    }
    return null;
  }

  /** The images of a data set that the flags choose. */
  public DataSelection of(String name, Answer answer) {
    PictureSettings folder = folder(name);
    return new DataSelection(
        name,
        dataDir,
        folder == null ? PictureSettings.DEFAULT : folder,
        limitTrain(),
        limitTest(),
        answer);
  }

  private static void requireLimit(String flag, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(flag + ": expected at least 1, got " + limit);
    }
  }
}
