package org.resnet4j.train.recipe;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.folder.FolderOptions;
import org.resnet4j.data.folder.SplitShares;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.Json;

/**
 * The settings with which a run reads a folder of pictures.
 *
 * @param split the fractions of the parts that the folder does not have itself
 * @param skipBad whether unreadable pictures are skipped instead of stopping the run
 * @param maxPixels the maximum size of a picture of a trusted folder; null if it is not trusted
 */
public record FolderSettings(
    SplitShares split,
    boolean skipBad,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JacksonInject(Json.OPTIONAL)
        @Nullable Long maxPixels) {
  /** A fifth is held out, and an unreadable picture stops the run. */
  public static final FolderSettings DEFAULT = new FolderSettings(SplitShares.DEFAULT, false, null);

  /** The options for reading images; skipped pictures are not reported. */
  public FolderOptions options(ResizeCrop frame, int channels) {
    FolderOptions options =
        FolderOptions.of(frame, channels).withShares(split).withLimits(limits());
    return skipBad ? options.withSkipped(bad -> {}) : options;
  }

  /** The limits on a picture of the folder. */
  public Limits limits() {
    return Limits.ofPixels(maxPixels);
  }
}
