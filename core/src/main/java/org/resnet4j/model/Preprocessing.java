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
 * The steps that turn a picture into a network's input.
 *
 * @param frame the resize and crop to the input's height and width
 * @param normalisation then applied to each byte
 */
public record Preprocessing(ResizeCrop frame, Normalisation normalisation) {
  /** Checks that both are present. */
  public Preprocessing {
    ModelCard.require("frame", frame);
    ModelCard.require("normalisation", normalisation);
  }

  /**
   * For inputs of one shape: pictures are resized to cover it and cropped; images of that shape
   * stay whole.
   */
  public static Preprocessing covering(Shape input, Normalisation normalisation) {
    return new Preprocessing(ResizeCrop.covering(input.height(), input.width()), normalisation);
  }

  /** The standard preprocessing for ImageNet (torchvision): shorter side 256, centre 224. */
  public static final Preprocessing IMAGENET =
      new Preprocessing(ResizeCrop.IMAGENET, Normalisation.IMAGENET);

  /** The shape of the resulting inputs. */
  public Shape output() {
    return new Shape(normalisation.mean().size(), frame.height(), frame.width());
  }

  /**
   * The input of a picture of any size, RGB or grey.
   *
   * @throws ImageException if it is too long and thin to resize to the input's size
   */
  public Input input(Image picture) {
    Image framed = frame.apply(picture); // A copy.
    return new Input(framed.toChannels(output().channels()));
  }

  /**
   * The input of the picture in a file, as {@code input(Decoder.decode(file, limits))}, but using
   * memory in proportion to the input, not the picture, where the picture's format allows it.
   *
   * @throws ImageException if it is not a picture, is damaged, exceeds a limit, or is too long and
   *     thin
   * @throws IOException if it cannot be read
   */
  public Input input(Path file, Limits limits) throws IOException {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }

  /** As above, from the bytes of a file. */
  public Input input(byte[] file, Limits limits) {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }

  /** As above, from a stream, which is read to its end or past the limit and not closed. */
  public Input input(InputStream file, Limits limits) throws IOException {
    return new Input(Decoder.decode(file, frame, limits).toChannels(output().channels()));
  }
}
