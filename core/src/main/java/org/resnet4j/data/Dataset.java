package org.resnet4j.data;

import java.util.List;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/** Labelled images of one shape, in memory or on disk. Safe to read from many threads at once. */
public interface Dataset {
  /** A name for people and for the record of a run, for example {@code cifar10/train}. */
  String name();

  /** The names of the classes, by label. */
  List<String> classes();

  /** The shape of every image. */
  Shape shape();

  /** The number of images. */
  int size();

  /** The class of an image, from 0. */
  int label(int index);

  /**
   * Points {@code reuse} at an image of {@link #shape}, 8-bit, {@code [height, width, channel]}.
   * Sets that lie in memory copy nothing.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  void image(int index, Image reuse);

  /** Whether {@link #image} costs so much (decoding a file) that threads should share the work. */
  default boolean slow() {
    return false;
  }
}
