package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * A change of a whole picture that keeps its shape. A value; its text names it and its parameter,
 * as in {@code Brightness 1.23}. The pixels are those of Pillow 9.4, bit for bit.
 */
public sealed interface Effect
    permits Affine,
        AutoContrast,
        Brightness,
        Contrast,
        Equalize,
        Grey,
        Hue,
        Invert,
        Posterize,
        Saturation,
        Sharpness,
        Solarize,
        SolarizeAdd {
  /** The changed picture: a copy, or the picture itself where nothing changes. */
  Image apply(Image picture);
}
