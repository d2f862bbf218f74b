package org.resnet4j.evaluate;

/**
 * The accuracy of a network on one class.
 *
 * @param label the name of the class
 * @param images how many images belong to it
 * @param right how many of these were predicted correctly
 * @param predicted how many images of all classes were predicted as this class
 */
public record ClassResult(String label, long images, long right, long predicted) {
  /** The share of the images predicted as this class that belong to it; NaN if there are none. */
  public double precision() {
    return (double) right / predicted;
  }

  /** The share of the images of this class that were predicted as it; NaN if there are none. */
  public double recall() {
    return (double) right / images;
  }
}
