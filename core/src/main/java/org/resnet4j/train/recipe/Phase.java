package org.resnet4j.train.recipe;

import org.resnet4j.data.Augmentation;
import org.resnet4j.layer.Shape;

/**
 * A phase of a recipe with one image size. Small images in early epochs cost less and teach the
 * same coarse features ("progressive resizing").
 *
 * @param epochs the number of epochs; if the recipe is scaled to another number, the relative
 *     length
 * @param size the length to which the shorter side of images is scaled first; 0 for no scaling
 * @param augmentation then applied to each image
 */
public record Phase(int epochs, int size, Augmentation augmentation) {
  public Phase {
    if (epochs < 1 || size < 0) {
      throw new IllegalArgumentException(
          "expected a phase of at least 1 epoch and a size of at least 0, got "
              + epochs
              + " epochs and size "
              + size);
    }
  }

  /** The shape in which the network sees images of a data set. */
  public Shape shown(Shape images) {
    return augmentation.resultOf(size == 0 ? images : images.scaled(size));
  }
}
