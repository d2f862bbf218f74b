package org.resnet4j.evaluate;

import java.util.List;

/**
 * The calibration of predicted probabilities: images by confidence, the probability of the
 * predicted class, in bins of equal width. Guo et al. 2017, section 2.
 *
 * @param bins in ascending order, from 0 to 1
 */
public record Reliability(List<Bin> bins) {
  /** The number of bins in the paper's tables. */
  public static final int BINS = 15;

  /** Makes the list unmodifiable. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Images whose confidence is above {@code from} and at most {@code to}.
   *
   * @param confidence the mean over the images; NaN if there are none
   * @param accuracy the share of the images that were predicted correctly; NaN if there are none
   */
  public record Bin(double from, double to, long images, double confidence, double accuracy) {}

  /**
   * The expected calibration error: the mean over images of the distance between accuracy and
   * confidence in their bin. Equation 3.
   */
  public double expectedError() {
    double sum = 0;
    long images = 0;
    for (Bin bin : bins) {
      if (bin.images() > 0) {
        sum += bin.images() * Math.abs(bin.accuracy() - bin.confidence());
        images += bin.images();
      }
    }
    return sum / images;
  }
}
