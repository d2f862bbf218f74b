package org.resnet4j.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.layer.Shape;

/**
 * What turns a picture into the input of a network.
 *
 * @param frame how it is brought to the input's height and width
 * @param normalisation what then becomes of each byte
 */
public record Preprocessing(ResizeCrop frame, Normalisation normalisation) {
  /** Checks that both are there. */
  public Preprocessing {
    ModelCard.require("frame", frame);
    ModelCard.require("normalisation", normalisation);
  }

  /** For images of one shape: as much of a picture as fits, nothing cut from those of its shape. */
  public static Preprocessing covering(Shape input, Normalisation normalisation) {
    return new Preprocessing(ResizeCrop.covering(input.height(), input.width()), normalisation);
  }

  /** The customary one for ImageNet (torchvision): shorter side 256, centre 224. */
  public static final Preprocessing IMAGENET =
      new Preprocessing(ResizeCrop.IMAGENET, Normalisation.IMAGENET);

  /** The shape of the inputs that come out. */
  public Shape output() {
    return new Shape(normalisation.mean().size(), frame.height(), frame.width());
  }

  /**
   * The input of a picture of any size, RGB or grey.
   *
   * @throws ImageException if it is too long and thin to be brought to the input's size
   */
  public Input input(Image picture) {
    Image framed = frame.apply(picture); // A copy.
    return new Input(framed.toChannels(output().channels()));
  }

  /**
   * The input of the picture in a file, as {@code input(Decoder.decode(file, limits))}, but in
   * memory that goes by the input and not by the picture wherever its kind allows that.
   *
   * @throws ImageException if it is no picture, broken, over a limit, or too long and thin
   * @throws IOException if it cannot be read
   */
  public Input input(Path file, Limits limits) throws IOException {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }

  /** As above, from the bytes of a file. */
  public Input input(byte[] file, Limits limits) {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }

  /** As above, from a stream, which is read to its end or over the limit and not closed. */
  public Input input(InputStream file, Limits limits) throws IOException {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }
}
