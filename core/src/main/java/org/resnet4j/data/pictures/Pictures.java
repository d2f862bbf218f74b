package org.resnet4j.data.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/** Encoded pictures and their labels, wherever they lie. Thread-safe. */
public interface Pictures {
  /** The number of pictures. */
  int size();

  /** The class of a picture, from 0. */
  int label(int index);

  /** Where a picture lies, for messages: its file, or its archive and the name in it. */
  String place(int index);

  /**
   * The file of a picture.
   *
   * @throws IOException if it cannot be read
   * @throws ImageException if it is over the limits, or not what its index says
   */
  byte[] read(int index, Limits limits) throws IOException;

  /**
   * A picture decoded in its frame.
   *
   * @throws IOException if it cannot be read
   * @throws ImageException if it is not an image, damaged, or over a limit
   */
  default Image decode(int index, Framing frame, Limits limits) throws IOException {
    return Decoder.decode(read(index, limits), frame, limits);
  }

  /** The file of a picture, where it has its own. */
  default Optional<Path> file(int index) {
    return Optional.empty();
  }

  /**
   * Compares what holds the pictures with what was recorded of it, where anything was: files with
   * checksums, archives with their indexes. The pictures themselves are not decoded.
   *
   * @param bad receives each difference
   */
  default void verify(Consumer<BadPlace> bad) {}

  /**
   * The number of the run that a picture belongs to: pictures of one run lie next to each other and
   * are best read together. -1 where each can be read by itself at no higher cost.
   */
  default int run(int index) {
    return -1;
  }
}
