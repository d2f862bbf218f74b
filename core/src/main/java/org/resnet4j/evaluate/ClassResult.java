package org.resnet4j.evaluate;

/**
 * How right a network is on one class.
 *
 * @param label the name of the class
 * @param images how many images belong to it
 * @param right how many of these were given it
 * @param predicted how many images of all classes were given it
 */
public record ClassResult(String label, long images, long right, long predicted) {
  /** The share of the images given this class that belong to it; not a number if there are none. */
  public double precision() {
    return (double) right / predicted;
  }

  /** The share of the images of this class that were given it; not a number if there are none. */
  public double recall() {
    return (double) right / images;
  }
}
