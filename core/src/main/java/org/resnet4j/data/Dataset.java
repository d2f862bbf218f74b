package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  /**
   * An image before it was brought to {@link #shape}: of a file, the whole picture. A copy where
   * there is such a picture, else a window onto the image itself.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  default Image picture(int index) {
    Image whole = new Image();
    image(index, whole);
    return whole;
  }

  /** The file of an image, where the set is one of files. */
  default Optional<Path> file(int index) {
    return Optional.empty();
  }

  /**
   * At most so many of these images: every class gives its first in file order, as evenly as
   * possible.
   *
   * @throws DataException if the limit is below 1
   */
  default Dataset limit(int images) {
    return Subset.evenly(this, images);
  }

  /**
   * The same images with their labels among other classes, found by name; some of those may have no
   * image here.
   *
   * @throws DataException if a class of this set is not among them, or more than once
   */
  default Dataset withClasses(List<String> classes) {
    return withClasses(classes, classes);
  }

  /**
   * As above, where those classes are called otherwise afterwards.
   *
   * @param keys among which this set's classes are found
   * @param names what they are called, in the same order
   */
  default Dataset withClasses(List<String> keys, List<String> names) {
    return Relabelled.of(this, keys, names);
  }

  /** The same images with another shorter side, if need be: antialiased, as {@code Resize} does. */
  default Dataset resized(int size) {
    return Resized.of(this, size);
  }

  /** Whether {@link #image} costs so much (decoding a file) that threads should share the work. */
  default boolean slow() {
    return false;
  }
}
