package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/** Without colour: Pillow's {@code convert("L")}, in all channels. */
public record Grey() implements Effect {
  @Override
  public Image apply(Image picture) {
    return picture.toChannels(1).toChannels(picture.channels());
  }

  /** {@code Grey}. */
  @Override
  public String toString() {
    return "Grey";
  }
}
