package org.resnet4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.augment.TrivialAugmentWide.Kind;
import org.resnet4j.image.Image;
import org.resnet4j.image.effect.Affine;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Contrast;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Interpolation;
import org.resnet4j.image.effect.Posterize;
import org.resnet4j.image.effect.Saturation;
import org.resnet4j.image.effect.Sharpness;
import org.resnet4j.image.effect.Solarize;

class TrivialAugmentWideTest {
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("Identity", Kind.IDENTITY),
          Map.entry("ShearX", Kind.SHEAR_X),
          Map.entry("ShearY", Kind.SHEAR_Y),
          Map.entry("TranslateX", Kind.TRANSLATE_X),
          Map.entry("TranslateY", Kind.TRANSLATE_Y),
          Map.entry("Rotate", Kind.ROTATE),
          Map.entry("Brightness", Kind.BRIGHTNESS),
          Map.entry("Color", Kind.COLOUR),
          Map.entry("Contrast", Kind.CONTRAST),
          Map.entry("Sharpness", Kind.SHARPNESS),
          Map.entry("Posterize", Kind.POSTERIZE),
          Map.entry("Solarize", Kind.SOLARIZE),
          Map.entry("AutoContrast", Kind.AUTO_CONTRAST),
          Map.entry("Equalize", Kind.EQUALIZE));

  private static Image noise(int seed, int height, int width) {
    Image image = new Image(3, height, width);
    int state = seed;
    for (int i = 0; i < image.pixels().length; i++) {
      state = state * 1_103_515_245 + 12_345;
      image.pixels()[i] = (byte) (state >>> 16);
    }
    return image;
  }

  private static List<String[]> stored() throws Exception {
    try (InputStream in = TrivialAugmentWideTest.class.getResourceAsStream("trivial.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .toList();
    }
  }

  /** The number of torchvision's table: added to 1 for factors, whole pixels for translations. */
  private static double magnitude(Effect effect) {
    if (effect instanceof Affine affine) {
      return affine.amount();
    } else if (effect instanceof Brightness enhancement) {
      return enhancement.factor() - 1;
    } else if (effect instanceof Contrast enhancement) {
      return enhancement.factor() - 1;
    } else if (effect instanceof Saturation enhancement) {
      return enhancement.factor() - 1;
    } else if (effect instanceof Sharpness enhancement) {
      return enhancement.factor() - 1;
    } else if (effect instanceof Posterize posterize) {
      return posterize.bits();
    } else if (effect instanceof Solarize solarize) {
      return solarize.threshold();
    }
    return 0;
  }

  @Test
  void everyStrengthIsTorchvisions() throws Exception {
    List<String[]> lines = stored();
    assertThat(lines).hasSize(2 * (3 + 2 * 31 + 9 * 2 * 31));
    Image image = noise(7, 47, 61);
    for (String[] words : lines) {
      var policy = new TrivialAugmentWide(31, Interpolation.valueOf(words[0]));
      int bin = Integer.parseInt(words[2]);
      List<Effect> effects = policy.effect(KINDS.get(words[1]), bin, Integer.parseInt(words[3]));
      Image result = image;
      for (Effect effect : effects) {
        double magnitude = Double.parseDouble(words[4]);
        assertThat(magnitude(effect))
            .as(String.join(" ", words))
            .isCloseTo(
                words[1].startsWith("Translate") ? (int) magnitude : magnitude, within(1e-5));
        result = effect.apply(result);
      }
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(result.pixels());
      assertThat(HexFormat.of().formatHex(hash)).as(String.join(" ", words)).startsWith(words[5]);
    }
  }

  /** Kinds, strengths and signs are uniform and independent. */
  @Test
  void drawsEachEquallyOften() {
    var policy = new TrivialAugmentWide(31, Interpolation.NEAREST);
    int draws = 70_000;
    Map<String, Integer> kinds = new HashMap<>();
    Map<Long, Integer> angles = new HashMap<>();
    Map<Integer, Integer> bits = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      List<Effect> effects = policy.draw(new Draw(3, 1, i, 2), 40, 50);
      assertThat(effects).hasSizeLessThan(2);
      String text = effects.isEmpty() ? "Identity" : effects.get(0).toString();
      kinds.merge(text.replaceAll(" [-0-9.]+$", ""), 1, Integer::sum);
      if (text.startsWith("Rotate")) {
        angles.merge(Math.round(magnitude(effects.get(0)) / 4.5), 1, Integer::sum);
      } else if (text.startsWith("Posterize")) {
        bits.merge((int) magnitude(effects.get(0)), 1, Integer::sum);
      }
    }
    // 5 standard deviations of a share of 1/14 of 70,000 are 340, of 1/61 of 5,000 (a strength
    // and a sign) 45.
    assertThat(kinds).hasSize(14);
    assertThat(kinds.values()).allSatisfy(n -> assertThat(n).isCloseTo(5_000, within(341)));
    assertThat(angles).hasSize(61);
    angles.forEach(
        (angle, n) ->
            assertThat(n)
                .as("%s times 4.5 degrees", angle)
                .isCloseTo(angle == 0 ? 161 : 81, within(60)));
    assertThat(bits.keySet()).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8);
    assertThat(bits.get(8)).isCloseTo(5_000 * 3 / 31, within(110));
  }

  @Test
  void translatesByPixelsWhateverTheSize() {
    var policy = TrivialAugmentWide.ofImageNet();
    assertThat(policy).isEqualTo(new TrivialAugmentWide(31, Interpolation.BILINEAR));
    assertThat(policy.effect(Kind.TRANSLATE_X, 30, -1)).hasToString("[Translate x -32.00]");
    assertThat(policy.effect(Kind.TRANSLATE_Y, 29, 1)).hasToString("[Translate y 30.00]");
  }

  @Test
  void refusesTooFewOrManyStrengths() {
    for (int bins : new int[] {2, 1_000}) {
      assertThat(
              new TrivialAugmentWide(bins, Interpolation.NEAREST).effect(Kind.ROTATE, bins - 1, 1))
          .hasToString("[Rotate 135.00]");
    }
    for (int bins : new int[] {1, 1_001}) {
      assertThatThrownBy(() -> new TrivialAugmentWide(bins, Interpolation.NEAREST))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected 2 to 1000 bins of strength, got " + bins);
    }
  }
}
