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
 * How a run reads a folder of pictures.
 *
 * @param split the shares of the parts that the folder does not have itself
 * @param skipBad whether pictures that cannot be read are left out, instead of stopping the run
 * @param maxPixels what a picture of a trusted folder may have; null if it is not trusted
 */
public record FolderSettings(
    SplitShares split,
    boolean skipBad,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JacksonInject(Json.OPTIONAL)
        @Nullable Long maxPixels) {
  /** A fifth is held out, and a picture that cannot be read stops the run. */
  public static final FolderSettings DEFAULT = new FolderSettings(SplitShares.DEFAULT, false, null);

  /** How images are made of the pictures; which are skipped is not reported. */
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
