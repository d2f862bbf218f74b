package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;

/** Labelled images of one shape, in memory or on disk. Thread-safe for reading. */
public interface Dataset {
  /** The name shown and recorded with a run, for example {@code cifar10/train}. */
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
   * In-memory sets copy nothing.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  void image(int index, Image reuse);

  /**
   * The original of an image, before it was resized to {@link #shape}: for a file, the whole image.
   * A copy where there is a larger original, otherwise a view of the image itself.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  default Image picture(int index) {
    Image whole = new Image();
    image(index, whole);
    return whole;
  }

  /**
   * The framed original of an image, a copy; a file is decoded only as far as the frame needs it.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  default Image picture(int index, Framing framing) {
    return framing.apply(picture(index));
  }

  /** The file of an image, where the set is one of files. */
  default Optional<Path> file(int index) {
    return Optional.empty();
  }

  /**
   * At most {@code count} of these images: the first of every class in file order, balanced across
   * classes.
   *
   * @throws DataException if the limit is below 1
   */
  default Dataset limit(int images) {
    return Subset.evenly(this, images);
  }

  /**
   * The same images labelled by another list of classes, matched by name; some of those may have no
   * image here.
   *
   * @throws DataException if a class of this set is missing from the list, or in it more than once
   */
  default Dataset withClasses(List<String> classes) {
    return withClasses(classes, classes);
  }

  /**
   * As above, with new names for those classes.
   *
   * @param keys the names by which this set's classes are matched
   * @param names the new names, in the same order
   */
  default Dataset withClasses(List<String> keys, List<String> names) {
    return Relabelled.of(this, keys, names);
  }

  /**
   * The same images with their shorter side resized if necessary: antialiased, like {@code Resize}.
   */
  default Dataset resized(int size) {
    return Resized.of(this, size);
  }

  /**
   * Whether {@link #image} is expensive (decodes a file), so that threads should share the work.
   */
  default boolean slow() {
    return false;
  }

  /**
   * The number of the run of stored bytes that an image belongs to: those of one run are best read
   * together. -1 where each can be read by itself at no higher cost.
   */
  default int run(int index) {
    return -1;
  }

  /** What is done about images that cannot be read. */
  default BadPictures badPictures() {
    return BadPictures.STOP;
  }

  /**
   * The frame in which {@link #image} shows pictures of any size; empty if all are as they are
   * stored.
   */
  default Optional<ResizeCrop> frame() {
    return Optional.empty();
  }

  /**
   * The same pictures in another frame; the set itself if it has none.
   *
   * @param frame with a crop of this set's {@link #shape}
   */
  default Dataset framed(ResizeCrop frame) {
    return this;
  }
}
