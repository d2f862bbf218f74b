package org.resnet4j.app.flags;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.SplitShares;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.train.recipe.PictureSettings;

/** The images that a command uses; for a folder it reports its contents and skipped files. */
public final class DataSelection {
  private final String data;
  private final @Nullable Path dataDir;
  private final PictureSettings settings;
  private final int limitTrain;
  private final int limitTest;
  private final Answer answer;
  private @Nullable PictureSet folder;

  /**
   * Selects from one data set.
   *
   * @param settings for a folder
   * @param limitTrain the most training images, 0 for all
   * @param limitTest the most images of each other part, 0 for all
   */
  public DataSelection(
      String data,
      @Nullable Path dataDir,
      PictureSettings settings,
      int limitTrain,
      int limitTest,
      Answer answer) {
    this.data = data;
    this.dataDir = dataDir;
    this.settings = settings;
    this.limitTrain = limitTrain;
    this.limitTest = limitTest;
    this.answer = answer;
  }

  /** The contents of the folder, listed once. */
  PictureSet folder() {
    if (folder == null) {
      folder = PicturePlace.open(data);
    }
    return folder;
  }

  /**
   * Opens all parts.
   *
   * @param frame the resize and crop for pictures in folders, whose sizes vary
   * @param channels of pictures in folders, 3 or 1
   */
  public Split open(ResizeCrop frame, int channels) {
    Split split;
    if (PicturePlace.isOne(data)) {
      answer.note(data + ": " + folder().summary());
      split = folder().split(options(frame, channels));
    } else {
      split = DataSets.standard().open(data, dataDir, PictureOptions.of(frame, channels));
    }
    return split.limitUnlessZero(limitTrain, limitTest);
  }

  /**
   * Opens only the part to evaluate on.
   *
   * @param unseen whether the weights were trained on none of a folder's pictures, so that all of a
   *     folder without parts can be used
   */
  public Dataset openTest(ResizeCrop frame, int channels, boolean unseen) {
    Dataset test;
    if (PicturePlace.isOne(data)) {
      boolean all = unseen && !folder().hasParts() && settings.split().equals(SplitShares.DEFAULT);
      PictureOptions options = options(frame, channels);
      test = all ? folder().all(options) : folder().measured(options);
      boolean held = !all && !folder().hasParts() && settings.split().equals(SplitShares.DEFAULT);
      answer.note(
          data
              + ": "
              + folder().summary()
              + "; evaluating on "
              + test.name()
              + (held
                  ? ", the held-out fifth; the rest may be training data: use --split 0,100 for all"
                  : ""));
    } else {
      test = DataSets.standard().openTest(data, dataDir, PictureOptions.of(frame, channels));
    }
    return limitTest == 0 ? test : test.limit(limitTest);
  }

  /** The shorter side of the folder's pictures in pixels. */
  public int typicalSide() {
    return folder().typicalSide(settings.limits());
  }

  private PictureOptions options(ResizeCrop frame, int channels) {
    return settings.options(frame, channels, bad -> answer.warn(bad.getMessage() + "; skipped"));
  }
}
