package org.resnet4j.data.augment;

import java.util.List;
import org.resnet4j.image.effect.Affine;
import org.resnet4j.image.effect.AutoContrast;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Colour;
import org.resnet4j.image.effect.Contrast;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Equalize;
import org.resnet4j.image.effect.Interpolation;
import org.resnet4j.image.effect.Motion;
import org.resnet4j.image.effect.Posterize;
import org.resnet4j.image.effect.Saturation;
import org.resnet4j.image.effect.Sharpness;
import org.resnet4j.image.effect.Solarize;

/**
 * One effect of random kind and strength: Müller and Hutter 2021 ("TrivialAugment"), table 1,
 * column "wide", as torchvision 0.14's {@code TrivialAugmentWide}. The fourteen kinds, of which one
 * changes nothing, and the strengths of a kind are equally likely.
 *
 * @param bins the number of strengths, evenly spaced from none to the greatest
 * @param interpolation of the moved pictures, whose surroundings are black
 */
public record TrivialAugmentWide(int bins, Interpolation interpolation) implements RandomEffect {
  private static final float SHEAR = 0.99f;
  private static final int PIXELS = 32;
  private static final float DEGREES = 135;
  private static final float ENHANCEMENT = 0.99f;
  private static final int CLEARED_BITS = 6;

  /** The kinds, in torchvision's order. */
  enum Kind {
    IDENTITY,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y,
    ROTATE,
    BRIGHTNESS,
    COLOUR,
    CONTRAST,
    SHARPNESS,
    POSTERIZE,
    SOLARIZE,
    AUTO_CONTRAST,
    EQUALIZE
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  /** Checks the number of strengths. */
  public TrivialAugmentWide {
    if (bins < 2 || bins > 1_000) {
      throw new IllegalArgumentException("expected 2 to 1000 bins of strength, got " + bins);
    }
  }

  /**
   * That of the published weights {@code IMAGENET1K_V2}: 31 strengths, bilinear interpolation
   * (torchvision's {@code references/classification}).
   */
  public static TrivialAugmentWide ofImageNet() {
    return new TrivialAugmentWide(31, Interpolation.BILINEAR);
  }

  @Override
  public List<Effect> draw(Draw draw, int height, int width) {
    Kind kind = KINDS.get(draw.below(KINDS.size()));
    return effect(kind, draw.below(bins), draw.chance(0.5) ? -1 : 1);
  }

  /**
   * The effect of a kind.
   *
   * @param bin 0 to {@code bins - 1}
   * @param sign 1 or -1, for kinds with two directions
   */
  List<Effect> effect(Kind kind, int bin, int sign) {
    int pixels = PIXELS * bin / (bins - 1);
    double cleared = (double) CLEARED_BITS * bin / (bins - 1);
    float factor = 1 + sign * part(ENHANCEMENT, bin);
    return switch (kind) {
      case IDENTITY -> List.of();
      case SHEAR_X -> List.of(moved(Motion.SHEAR_X, sign * part(SHEAR, bin)));
      case SHEAR_Y -> List.of(moved(Motion.SHEAR_Y, sign * part(SHEAR, bin)));
      case TRANSLATE_X -> List.of(moved(Motion.TRANSLATE_X, sign * pixels));
      case TRANSLATE_Y -> List.of(moved(Motion.TRANSLATE_Y, sign * pixels));
      case ROTATE -> List.of(moved(Motion.ROTATE, sign * part(DEGREES, bin)));
      case BRIGHTNESS -> List.of(new Brightness(factor));
      case COLOUR -> List.of(new Saturation(factor));
      case CONTRAST -> List.of(new Contrast(factor));
      case SHARPNESS -> List.of(new Sharpness(factor));
      case POSTERIZE -> List.of(new Posterize(8 - (int) Math.rint(cleared)));
      case SOLARIZE -> List.of(new Solarize(255 - part(255, bin)));
      case AUTO_CONTRAST -> List.of(new AutoContrast());
      case EQUALIZE -> List.of(new Equalize());
    };
  }

  /**
   * In floats, as {@code torch.linspace} computes it from both ends: values are truncated after
   * blending, so that the last bit of a magnitude decides where they would be integers.
   */
  private float part(float most, int bin) {
    float step = most / (bins - 1);
    return bin < bins / 2 ? step * bin : Math.fma(-step, bins - 1 - bin, most);
  }

  private Affine moved(Motion motion, double amount) {
    return new Affine(motion, amount, interpolation, Colour.BLACK);
  }
}
