package org.resnet4j.data.augment;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Contrast;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Hue;
import org.resnet4j.image.effect.Saturation;

/**
 * Changes brightness, contrast, saturation and hue in a random order, as torchvision's {@code
 * ColorJitter}. The first three have factors from {@code 1 - range} (at least 0) to {@code 1 +
 * range}, the hue a shift from {@code -hue} to {@code hue}; a range of 0 leaves its effect out.
 *
 * @param brightness 0 to 100
 * @param contrast 0 to 100
 * @param saturation 0 to 100
 * @param hue 0 to 0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue)
    implements RandomEffect {
  /** Checks the ranges. */
  public ColourJitter {
    requireRange("brightness", brightness, 100);
    requireRange("contrast", contrast, 100);
    requireRange("saturation", saturation, 100);
    requireRange("hue", hue, 0.5);
  }

  private static void requireRange(String name, double range, double most) {
    if (!(range >= 0 && range <= most)) {
      throw new IllegalArgumentException(
          "expected a range of " + name + " from 0 to " + most + ", got " + range);
    }
  }

  /** That of fb.resnet.torch ({@code datasets/imagenet.lua}): 0.4 each, without hue. */
  public static ColourJitter ofImageNet() {
    return new ColourJitter(0.4, 0.4, 0.4, 0);
  }

  @Override
  public List<Effect> draw(Draw draw, int height, int width) {
    List<Effect> effects = new ArrayList<>();
    if (brightness > 0) {
      effects.add(new Brightness(factor(draw, brightness)));
    }
    if (contrast > 0) {
      effects.add(new Contrast(factor(draw, contrast)));
    }
    if (saturation > 0) {
      effects.add(new Saturation(factor(draw, saturation)));
    }
    if (hue > 0) {
      effects.add(new Hue(draw.uniform(-hue, hue)));
    }
    for (int i = effects.size() - 1; i > 0; i--) {
      effects.add(effects.remove(draw.below(i + 1)));
    }
    return effects;
  }

  private static double factor(Draw draw, double range) {
    return draw.uniform(Math.max(0, 1 - range), 1 + range);
  }
}
