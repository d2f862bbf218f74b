package org.resnet4j.data;

/** The two parts of a data set: one to learn from, one to measure on. */
public record Split(Dataset train, Dataset test) {
  /** Both parts must have the same classes and image shape. */
  public Split {
    if (!train.classes().equals(test.classes()) || !train.shape().equals(test.shape())) {
      throw new DataException(
          train.name()
              + " and "
              + test.name()
              + " should have the same classes and image shape, but have "
              + train.classes().size()
              + " of "
              + train.shape()
              + " and "
              + test.classes().size()
              + " of "
              + test.shape());
    }
  }

  /**
   * At most so many images of each part. What is kept needs no seed: every class gives its first
   * images in file order, as evenly as possible. A limit of the size or above keeps all.
   *
   * @throws DataException if a limit is below 1
   */
  public Split limit(int trainImages, int testImages) {
    return new Split(train.limit(trainImages), test.limit(testImages));
  }
}
