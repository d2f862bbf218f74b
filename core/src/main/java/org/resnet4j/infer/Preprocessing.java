package org.resnet4j.infer;

import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.ResizeCrop;
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

  /** For images of one shape: the shorter side to its size, nothing cut from square pictures. */
  public static Preprocessing square(Shape input, Normalisation normalisation) {
    return new Preprocessing(ResizeCrop.square(input.height()), normalisation);
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
  public Input input(Image picture) throws ImageException {
    Image framed = frame.apply(picture); // A copy.
    return new Input(framed.toChannels(output().channels()));
  }
}
