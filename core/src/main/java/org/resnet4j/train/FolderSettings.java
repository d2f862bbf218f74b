package org.resnet4j.train;

import org.resnet4j.data.SplitShares;

/**
 * How a run reads a folder of pictures.
 *
 * @param split the shares of the parts that the folder does not have itself
 * @param skipBad whether pictures that cannot be read are left out, instead of stopping the run
 */
public record FolderSettings(SplitShares split, boolean skipBad) {
  /** A fifth is held out, and a picture that cannot be read stops the run. */
  public static final FolderSettings DEFAULT = new FolderSettings(SplitShares.DEFAULT, false);
}
