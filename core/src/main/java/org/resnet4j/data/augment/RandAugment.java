package org.resnet4j.data.augment;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.image.effect.Affine;
import org.resnet4j.image.effect.AutoContrast;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Colour;
import org.resnet4j.image.effect.Contrast;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Equalize;
import org.resnet4j.image.effect.Interpolation;
import org.resnet4j.image.effect.Invert;
import org.resnet4j.image.effect.Motion;
import org.resnet4j.image.effect.Posterize;
import org.resnet4j.image.effect.Saturation;
import org.resnet4j.image.effect.Sharpness;
import org.resnet4j.image.effect.Solarize;
import org.resnet4j.image.effect.SolarizeAdd;

/**
 * Some effects of similar strength: Cubuk et al. 2020 ("RandAugment"), as timm varies it with
 * {@code rand-m7-mstd0.5-inc1} ({@code timm/data/auto_augment.py}). Its fifteen kinds are equally
 * likely, also repeatedly, and become stronger with the magnitude; each that was drawn happens with
 * a probability. Moved pictures are interpolated bilinearly or bicubically at random.
 *
 * @param effects the number of effects that are drawn
 * @param magnitude the mean strength, 0 to 10
 * @param deviation the standard deviation of the strength, which is normally distributed and
 *     clipped to 0 to 10
 * @param probability of each drawn effect
 * @param fill the colour around moved pictures
 */
public record RandAugment(
    int effects, double magnitude, double deviation, double probability, Colour fill)
    implements RandomEffect {
  private static final double MOST = 10;
  private static final double DEGREES = 30;
  private static final double SHEAR = 0.3;
  private static final double SHARE_OF_SIDE = 0.45;
  private static final double ENHANCEMENT = 0.9;
  private static final double LEAST_FACTOR = 0.1;
  private static final int ADDITION = 110;
  private static final int ADDITION_BELOW = 128;

  /** ImageNet's mean colour. */
  private static final Colour MEAN = new Colour(124, 116, 104);

  /** The kinds, in timm's order. */
  enum Kind {
    AUTO_CONTRAST,
    EQUALIZE,
    INVERT,
    ROTATE,
    POSTERIZE,
    SOLARIZE,
    SOLARIZE_ADD,
    COLOUR,
    CONTRAST,
    BRIGHTNESS,
    SHARPNESS,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  /** Checks the numbers. */
  public RandAugment {
    if (effects < 0 || effects > 100) {
      throw new IllegalArgumentException("expected 0 to 100 effects, got " + effects);
    }
    if (!(magnitude >= 0 && magnitude <= MOST)) {
      throw new IllegalArgumentException("expected a magnitude from 0 to 10, got " + magnitude);
    }
    if (!(deviation >= 0 && deviation <= MOST)) {
      throw new IllegalArgumentException(
          "expected a standard deviation from 0 to 10, got " + deviation);
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected a probability from 0 to 1, got " + probability);
    }
  }

  /**
   * That of Wightman et al. 2021 ("ResNet strikes back", table 2) for ImageNet: two effects, a
   * deviation of 0.5, a probability of 0.5, the mean colour around moved pictures.
   *
   * @param magnitude 7 in its procedures A1 and A2, 6 in A3
   */
  public static RandAugment ofImageNet(double magnitude) {
    return new RandAugment(2, magnitude, 0.5, 0.5, MEAN);
  }

  @Override
  public List<Effect> draw(Draw draw, int height, int width) {
    List<Effect> drawn = new ArrayList<>();
    for (int i = 0; i < effects; i++) {
      Kind kind = KINDS.get(draw.below(KINDS.size()));
      if (draw.chance(probability)) {
        double level = Math.max(0, Math.min(magnitude + deviation * draw.gaussian(), MOST));
        double strength = level / MOST * (draw.chance(0.5) ? -1 : 1);
        Interpolation interpolation =
            draw.chance(0.5) ? Interpolation.BILINEAR : Interpolation.BICUBIC;
        drawn.add(effect(kind, strength, interpolation, height, width));
      }
    }
    return drawn;
  }

  /**
   * The effect of a kind.
   *
   * @param strength -1 to 1; the sign is that of kinds with two directions
   */
  Effect effect(Kind kind, double strength, Interpolation interpolation, int height, int width) {
    double size = Math.abs(strength);
    double factor = Math.max(LEAST_FACTOR, 1 + strength * ENHANCEMENT);
    return switch (kind) {
      case AUTO_CONTRAST -> new AutoContrast();
      case EQUALIZE -> new Equalize();
      case INVERT -> new Invert();
      case POSTERIZE -> new Posterize(4 - (int) (size * 4));
      case SOLARIZE -> new Solarize(256 - (int) (size * 256));
      case SOLARIZE_ADD -> new SolarizeAdd((int) (size * ADDITION), ADDITION_BELOW);
      case COLOUR -> new Saturation(factor);
      case CONTRAST -> new Contrast(factor);
      case BRIGHTNESS -> new Brightness(factor);
      case SHARPNESS -> new Sharpness(factor);
      case ROTATE -> new Affine(Motion.ROTATE, strength * DEGREES, interpolation, fill);
      case SHEAR_X -> new Affine(Motion.SHEAR_X, strength * SHEAR, interpolation, fill);
      case SHEAR_Y -> new Affine(Motion.SHEAR_Y, strength * SHEAR, interpolation, fill);
      case TRANSLATE_X ->
          new Affine(Motion.TRANSLATE_X, strength * SHARE_OF_SIDE * width, interpolation, fill);
      case TRANSLATE_Y ->
          new Affine(Motion.TRANSLATE_Y, strength * SHARE_OF_SIDE * height, interpolation, fill);
    };
  }
}
