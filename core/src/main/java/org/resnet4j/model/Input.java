package org.resnet4j.model;

import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * A preprocessed picture: framed, in the network's number of channels, as bytes that are not yet
 * normalised. {@link Preprocessing#input} creates it, so every picture is preprocessed exactly
 * once. It is immutable and thread-safe.
 */
public final class Input {
  private final Image image;

  /** Takes ownership of an image. */
  public Input(Image image) {
    this.image = image;
  }

  /** The image, which is shared: do not write to it. */
  public Image image() {
    return image;
  }

  /** The shape of the image: channels, height, width. */
  public Shape shape() {
    return Pixels.shape(image);
  }
}
