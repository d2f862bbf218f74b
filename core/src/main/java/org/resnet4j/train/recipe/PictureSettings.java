package org.resnet4j.train.recipe;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.pictures.SplitShares;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.Json;

/**
 * The settings with which a run reads a folder of pictures.
 *
 * @param split the fractions of the parts that the folder does not have itself
 * @param skipBad whether unreadable pictures are skipped instead of stopping the run; null to skip
 *     them only among {@link BadPictures#MANY} pictures or more
 * @param maxPixels the maximum size of a picture of a trusted folder; null if it is not trusted
 */
public record PictureSettings(
    SplitShares split,
    @Json.Optional @Nullable Boolean skipBad,
    @Json.Optional @Nullable Long maxPixels) {
  /** A fifth is held out, and an unreadable picture among few stops the run. */
  public static final PictureSettings DEFAULT =
      new PictureSettings(SplitShares.DEFAULT, null, null);

  /**
   * The options for reading images.
   *
   * @param log receives the failure of each unreadable picture once if they are skipped
   */
  public PictureOptions options(ResizeCrop frame, int channels, Consumer<DataException> log) {
    return PictureOptions.of(frame, channels)
        .withShares(split)
        .withLimits(limits())
        .withBad(bad(log));
  }

  /**
   * What is done about unreadable pictures.
   *
   * @param log receives the failure of each that is skipped, once
   */
  public BadPictures bad(Consumer<DataException> log) {
    if (skipBad == null) {
      return BadPictures.skipAmongMany(log);
    }
    return skipBad ? BadPictures.skip(log) : BadPictures.STOP;
  }

  /** The limits on a picture of the folder. */
  public Limits limits() {
    return Limits.ofPixels(maxPixels);
  }
}
