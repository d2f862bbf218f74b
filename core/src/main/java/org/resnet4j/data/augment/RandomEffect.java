package org.resnet4j.data.augment;

import java.util.List;
import org.resnet4j.image.effect.Effect;

/** A distribution of effects on pictures. */
public sealed interface RandomEffect permits RandomGrey {
  /** The effects on a picture of that size, in order. */
  List<Effect> draw(Draw draw, int height, int width);
}
