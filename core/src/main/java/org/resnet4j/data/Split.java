package org.resnet4j.data;

/**
 * The parts of a data set.
 *
 * @param train for training
 * @param validation for selecting the best epoch
 * @param test for the final measurement; equal to the validation images where no others are held
 *     out, as in the named data sets, whose test images serve for both
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  /** All parts must have the same classes and image shape. */
  public Split {
    requireLike(train, validation);
    requireLike(train, test);
  }

  /** Two parts: the test images serve for validation, too. */
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

  /** Whether the test images are held out from validation. */
  public boolean setsTestAside() {
    return test != validation;
  }

  /**
   * Limits the number of images in each part. The choice needs no seed: the first images of every
   * class in file order, balanced across classes. A limit of at least the size keeps all.
   *
   * @param testImages of the test part, and of the validation part
   * @throws DataException if a limit is below 1
   */
  public Split limit(int trainImages, int testImages) {
    Dataset fewer = validation.limit(testImages);
    return new Split(
        train.limit(trainImages), fewer, setsTestAside() ? test.limit(testImages) : fewer);
  }

  /** As {@link #limit}, where 0 keeps all images. */
  public Split limitUnlessZero(int trainImages, int testImages) {
    return limit(
        trainImages == 0 ? train.size() : trainImages,
        testImages == 0 ? Math.max(validation.size(), test.size()) : testImages);
  }
}
