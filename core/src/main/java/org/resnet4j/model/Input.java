package org.resnet4j.model;

import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * A picture as a network takes it: framed, in the network's number of channels, in bytes that are
 * not yet normalised. {@link Preprocessing#input} makes it, so that no picture is left unprocessed
 * and none is processed twice. It never changes, and any number of threads may use it.
 */
public final class Input {
  private final Image image;

  /** An image of which there is no other owner. */
  public Input(Image image) {
    this.image = image;
  }

  /** Shared: do not write. */
  public Image image() {
    return image;
  }

  /** The network's own: channels, height, width. */
  public Shape shape() {
    return Pixels.shape(image);
  }
}
