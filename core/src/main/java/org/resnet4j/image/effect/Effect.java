package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/** A change of a whole picture that keeps its shape. A value, which says what it does. */
public sealed interface Effect permits Grey {
  /** The changed picture: a copy, or the picture itself where nothing changes. */
  Image apply(Image picture);
}
