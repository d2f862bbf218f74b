package org.resnet4j.data;

/**
 * The parts of a data set.
 *
 * @param train to learn from
 * @param validation to choose on: which epoch's weights are the best
 * @param test to measure on; the validation images themselves where no others are set aside, as
 *     with the data sets that have a name, whose test images serve for both
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  /** All parts must have the same classes and image shape. */
  public Split {
    requireLike(train, validation);
    requireLike(train, test);
  }

  /** Two parts: what is measured on is chosen on, too. */
  public Split(Dataset train, Dataset test) {
    this(train, test, test);
  }

  private static void requireLike(Dataset train, Dataset other) {
    if (!train.classes().equals(other.classes()) || !train.shape().equals(other.shape())) {
      throw new DataException(
          train.name()
              + " and "
              + other.name()
              + " should have the same classes and image shape, but have "
              + train.classes().size()
              + " of "
              + train.shape()
              + " and "
              + other.classes().size()
              + " of "
              + other.shape());
    }
  }

  /** Whether nothing is chosen on the test images. */
  public boolean setsTestAside() {
    return test != validation;
  }

  /**
   * At most so many images of each part. What is kept needs no seed: every class gives its first
   * images in file order, as evenly as possible. A limit of the size or above keeps all.
   *
   * @param testImages of the test part, and of the validation part
   * @throws DataException if a limit is below 1
   */
  public Split limit(int trainImages, int testImages) {
    Dataset fewer = validation.limit(testImages);
    return new Split(
        train.limit(trainImages), fewer, setsTestAside() ? test.limit(testImages) : fewer);
  }
}
