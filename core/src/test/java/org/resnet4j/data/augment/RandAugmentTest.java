package org.resnet4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.augment.RandAugment.Kind;
import org.resnet4j.image.effect.Affine;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Colour;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Interpolation;
import org.resnet4j.image.effect.Motion;

class RandAugmentTest {
  private static final RandAugment A1 = RandAugment.ofImageNet(7);

  private static List<String> atStrength(double strength) {
    return Stream.of(Kind.values())
        .map(kind -> A1.effect(kind, strength, Interpolation.BICUBIC, 200, 100).toString())
        .toList();
  }

  @Test
  void publishedSettings() {
    assertThat(A1).isEqualTo(new RandAugment(2, 7, 0.5, 0.5, new Colour(124, 116, 104)));
  }

  /** Of timm's functions from level to argument. */
  @Test
  void strengthsAreTimms() {
    assertThat(atStrength(0.7))
        .containsExactly(
            "Auto-contrast",
            "Equalize",
            "Invert",
            "Rotate 21.00",
            "Posterize 2",
            "Solarize 77.00",
            "Solarize-add 77 below 128",
            "Saturation 1.63",
            "Contrast 1.63",
            "Brightness 1.63",
            "Sharpness 1.63",
            "Shear x 0.21",
            "Shear y 0.21",
            "Translate x 31.50",
            "Translate y 63.00");
    assertThat(atStrength(-0.99))
        .containsExactly(
            "Auto-contrast",
            "Equalize",
            "Invert",
            "Rotate -29.70",
            "Posterize 1",
            "Solarize 3.00",
            "Solarize-add 108 below 128",
            "Saturation 0.11",
            "Contrast 0.11",
            "Brightness 0.11",
            "Sharpness 0.11",
            "Shear x -0.30",
            "Shear y -0.30",
            "Translate x -44.55",
            "Translate y -89.10");
    assertThat(atStrength(1)).contains("Posterize 0", "Solarize 0.00");
    assertThat(atStrength(0))
        .contains("Posterize 4", "Solarize 256.00", "Solarize-add 0 below 128", "Contrast 1.00");
    assertThat(((Brightness) A1.effect(Kind.BRIGHTNESS, -1, Interpolation.BICUBIC, 1, 1)).factor())
        .isEqualTo(0.1);
    assertThat(A1.effect(Kind.SHEAR_Y, 0.5, Interpolation.BICUBIC, 1, 1))
        .isEqualTo(
            new Affine(Motion.SHEAR_Y, 0.15, Interpolation.BICUBIC, new Colour(124, 116, 104)));
  }

  /** Two independent draws with replacement, each of which happens half of the time. */
  @Test
  void numbersAndKinds() {
    int draws = 60_000;
    int[] sizes = new int[3];
    int pairs = 0;
    Map<String, Integer> kinds = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      List<Effect> effects = A1.draw(new Draw(8, 2, i, 1), 20, 30);
      sizes[effects.size()]++;
      List<String> names =
          effects.stream().map(e -> e.toString().replaceAll(" [-0-9.]+.*$", "")).toList();
      names.forEach(name -> kinds.merge(name, 1, Integer::sum));
      if (names.size() == 2 && names.get(0).equals(names.get(1))) {
        pairs++;
      }
    }
    // Within 5 standard deviations.
    assertThat(sizes[0]).isCloseTo(15_000, within(530));
    assertThat(sizes[1]).isCloseTo(30_000, within(613));
    assertThat(sizes[2]).isCloseTo(15_000, within(530));
    assertThat(pairs).isCloseTo(1_000, within(157));
    assertThat(kinds).hasSize(15);
    assertThat(kinds.values()).allSatisfy(n -> assertThat(n).isCloseTo(4_000, within(309)));
  }

  /** Strengths are normally distributed, signs and interpolations even and independent. */
  @Test
  void strengthsSignsAndInterpolations() {
    RandAugment always = new RandAugment(2, 6, 0.5, 1, Colour.BLACK);
    List<Double> levels = new ArrayList<>();
    int[][] counts = new int[2][2];
    for (int i = 0; i < 100_000; i++) {
      for (Effect effect : always.draw(new Draw(1, 1, i, 0), 20, 30)) {
        if (effect instanceof Affine affine && affine.motion() == Motion.ROTATE) {
          levels.add(Math.abs(affine.amount()) / 3);
          int cubic = affine.interpolation() == Interpolation.BICUBIC ? 1 : 0;
          assertThat(affine.interpolation()).isNotEqualTo(Interpolation.NEAREST);
          counts[affine.amount() < 0 ? 0 : 1][cubic]++;
        }
      }
    }
    double n = levels.size();
    double mean = levels.stream().mapToDouble(x -> x).sum() / n;
    double variance = levels.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / n;
    assertThat(n).isCloseTo(200_000.0 / 15, within(560.0));
    assertThat(mean).isCloseTo(6, within(5 * 0.5 / Math.sqrt(n)));
    assertThat(Math.sqrt(variance)).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(2 * n)));
    for (int[] row : counts) {
      for (int count : row) {
        assertThat((double) count).isCloseTo(n / 4, within(5 * Math.sqrt(n * 3 / 16)));
      }
    }
  }

  @Test
  void strengthsAreClipped() {
    Map<Motion, Double> most = new EnumMap<>(Motion.class);
    for (int i = 0; i < 4_000; i++) {
      for (double magnitude : new double[] {0, 10}) {
        RandAugment wide = new RandAugment(1, magnitude, 5, 1, Colour.BLACK);
        for (Effect effect : wide.draw(new Draw(4, 1, i, 0), 200, 100)) {
          if (effect instanceof Affine affine) {
            most.merge(affine.motion(), Math.abs(affine.amount()), Math::max);
          }
        }
      }
    }
    assertThat(most)
        .containsOnly(
            Map.entry(Motion.ROTATE, 30.0),
            Map.entry(Motion.SHEAR_X, 0.3),
            Map.entry(Motion.SHEAR_Y, 0.3),
            Map.entry(Motion.TRANSLATE_X, 45.0),
            Map.entry(Motion.TRANSLATE_Y, 90.0));
  }

  private static void refused(
      int effects, double magnitude, double deviation, double probability, String message) {
    assertThatThrownBy(
            () -> new RandAugment(effects, magnitude, deviation, probability, Colour.BLACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesNumbersOutOfRange() {
    for (RandAugment limit :
        List.of(
            new RandAugment(0, 0, 0, 0, Colour.BLACK),
            new RandAugment(100, 10, 10, 0, Colour.BLACK))) {
      assertThat(limit.draw(new Draw(1, 1, 1, 1), 2, 3)).isEmpty();
    }
    refused(-1, 7, 0, 1, "expected 0 to 100 effects, got -1");
    refused(101, 7, 0, 1, "expected 0 to 100 effects, got 101");
    refused(2, 10.1, 0, 1, "expected a magnitude from 0 to 10, got 10.1");
    refused(2, -0.1, 0, 1, "expected a magnitude from 0 to 10, got -0.1");
    refused(2, 7, -1, 1, "expected a standard deviation from 0 to 10, got -1.0");
    refused(2, 7, 11, 1, "expected a standard deviation from 0 to 10, got 11.0");
    refused(2, 7, 0, 1.5, "expected a probability from 0 to 1, got 1.5");
    refused(2, 7, 0, Double.NaN, "expected a probability from 0 to 1, got NaN");
  }
}
