package org.resnet4j.train.recipe;

import org.resnet4j.data.Augmentation;
import org.resnet4j.layer.Shape;

/**
 * A stretch of a recipe with one image size. Small images in the early epochs cost less and teach
 * the same coarse things ("progressive resizing").
 *
 * @param epochs the length if the recipe keeps its own number of epochs; else a share of the run
 * @param size what the shorter side of images is scaled to first; 0 keeps them
 * @param augmentation what is then done to each image
 */
public record Phase(int epochs, int size, Augmentation augmentation) {
  public Phase {
    if (epochs < 1 || size < 0) {
      throw new IllegalArgumentException("a phase needs at least one epoch and a size");
    }
  }

  /** The shape in which the network sees images of a data set. */
  public Shape shown(Shape images) {
    return augmentation.resultOf(size == 0 ? images : images.scaled(size));
  }
}
