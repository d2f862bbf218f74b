package org.resnet4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.effect.Brightness;
import org.resnet4j.image.effect.Contrast;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Hue;
import org.resnet4j.image.effect.Saturation;

class ColourJitterTest {
  private static final int DRAWS = 24_000;

  private static double parameter(Effect effect) {
    if (effect instanceof Brightness brightness) {
      return brightness.factor();
    } else if (effect instanceof Contrast contrast) {
      return contrast.factor();
    } else if (effect instanceof Saturation saturation) {
      return saturation.factor();
    }
    return ((Hue) effect).shift();
  }

  private static String name(Effect effect) {
    return effect.getClass().getSimpleName();
  }

  private static List<List<Effect>> draws(ColourJitter jitter) {
    List<List<Effect>> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(jitter.draw(new Draw(6, 4, i, 3), 8, 9));
    }
    return draws;
  }

  private static void uniform(List<Double> numbers, double low, double high) {
    assertThat(numbers).hasSize(DRAWS).allMatch(x -> x >= low && x < high);
    double length = high - low;
    double[] tenths = new double[10];
    numbers.forEach(x -> tenths[(int) ((x - low) / length * 10)]++);
    // 5 standard deviations of a tenth.
    assertThat(tenths).usingComparatorWithPrecision(233.0).containsOnly(DRAWS / 10.0);
  }

  private static double correlation(List<Double> a, List<Double> b) {
    double meanA = a.stream().mapToDouble(x -> x).average().orElseThrow();
    double meanB = b.stream().mapToDouble(x -> x).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.size(); i++) {
      ab += (a.get(i) - meanA) * (b.get(i) - meanB);
      aa += (a.get(i) - meanA) * (a.get(i) - meanA);
      bb += (b.get(i) - meanB) * (b.get(i) - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void parametersAreUniformAndIndependent() {
    Map<String, List<Double>> numbers = new HashMap<>();
    for (List<Effect> effects : draws(new ColourJitter(0.4, 0.3, 2, 0.1))) {
      effects.forEach(
          e -> numbers.computeIfAbsent(name(e), n -> new ArrayList<>()).add(parameter(e)));
    }
    assertThat(numbers).hasSize(4);
    uniform(numbers.get("Brightness"), 0.6, 1.4);
    uniform(numbers.get("Contrast"), 0.7, 1.3);
    uniform(numbers.get("Saturation"), 0, 3);
    uniform(numbers.get("Hue"), -0.1, 0.1);
    for (String a : numbers.keySet()) {
      for (String b : numbers.keySet()) {
        if (!a.equals(b)) {
          assertThat(correlation(numbers.get(a), numbers.get(b))).isCloseTo(0, within(0.033));
        }
      }
    }
  }

  @Test
  void allOrdersAreEquallyFrequentWhateverTheParameters() {
    Map<String, Integer> orders = new HashMap<>();
    Map<String, Integer> brighter = new HashMap<>();
    for (List<Effect> effects : draws(new ColourJitter(0.4, 0.4, 0.4, 0.1))) {
      String order = effects.stream().map(e -> name(e)).collect(Collectors.joining(" "));
      orders.merge(order, 1, Integer::sum);
      for (Effect effect : effects) {
        if (effect instanceof Brightness brightness && brightness.factor() > 1) {
          brighter.merge(order, 1, Integer::sum);
        }
      }
    }
    assertThat(orders).hasSize(24);
    assertThat(orders.values()).allSatisfy(n -> assertThat(n).isCloseTo(1_000, within(155)));
    assertThat(brighter.values()).allSatisfy(n -> assertThat(n).isCloseTo(500, within(111)));
  }

  @Test
  void aRangeOfZeroLeavesItsEffectOut() {
    assertThat(draws(new ColourJitter(0, 0, 0, 0))).allMatch(List::isEmpty);
    assertThat(draws(new ColourJitter(0.1, 0, 0, 0)))
        .allSatisfy(e -> assertThat(e).singleElement().isInstanceOf(Brightness.class));
    assertThat(draws(new ColourJitter(0, 0.1, 0, 0)))
        .allSatisfy(e -> assertThat(e).singleElement().isInstanceOf(Contrast.class));
    assertThat(draws(new ColourJitter(0, 0, 0.1, 0)))
        .allSatisfy(e -> assertThat(e).singleElement().isInstanceOf(Saturation.class));
    assertThat(draws(new ColourJitter(0, 0, 0, 0.1)))
        .allSatisfy(e -> assertThat(e).singleElement().isInstanceOf(Hue.class));
    assertThat(ColourJitter.ofImageNet()).isEqualTo(new ColourJitter(0.4, 0.4, 0.4, 0));
  }

  private static void refused(double b, double c, double s, double h, String message) {
    assertThatThrownBy(() -> new ColourJitter(b, c, s, h))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThat(new ColourJitter(100, 100, 100, 0.5).hue()).isEqualTo(0.5);
    refused(-1, 0, 0, 0, "expected a range of brightness from 0 to 100.0, got -1.0");
    refused(0, 101, 0, 0, "expected a range of contrast from 0 to 100.0, got 101.0");
    refused(0, 0, Double.NaN, 0, "expected a range of saturation from 0 to 100.0, got NaN");
    refused(0, 0, 0, 0.6, "expected a range of hue from 0 to 0.5, got 0.6");
  }
}
