package org.resnet4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.effect.Colour;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Interpolation;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;

class RandomEffectTest {
  private static final List<RandomEffect> ALL =
      List.of(
          new ColourJitter(0.1, 0.2, 0.3, 0.05),
          new RandAugment(3, 6.5, 0.25, 0.75, new Colour(1, 2, 3)),
          new RandomGrey(0.2),
          new TrivialAugmentWide(21, Interpolation.NEAREST));

  @Test
  void isTheSameAfterJson() {
    assertThat(ALL).hasSize(RandomEffect.class.getPermittedSubclasses().length);
    for (RandomEffect effect : ALL) {
      String json = Json.line(effect);
      assertThat(Json.read(json, RandomEffect.class)).as(json).isEqualTo(effect);
    }
    assertThat(ALL)
        .map(Json::line)
        .containsExactly(
            "{\"kind\":\"colour-jitter\",\"brightness\":0.1,\"contrast\":0.2,"
                + "\"saturation\":0.3,\"hue\":0.05}",
            "{\"kind\":\"rand-augment\",\"effects\":3,\"magnitude\":6.5,\"deviation\":0.25,"
                + "\"probability\":0.75,\"fill\":{\"red\":1,\"green\":2,\"blue\":3}}",
            "{\"kind\":\"random-grey\",\"probability\":0.2}",
            "{\"kind\":\"trivial-augment-wide\",\"bins\":21,\"interpolation\":\"NEAREST\"}");
  }

  @Test
  void valuesOutOfRangeAreRefusedWhenRead() {
    assertThatThrownBy(
            () -> Json.read("{\"kind\":\"random-grey\",\"probability\":2}", RandomEffect.class))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected a probability from 0 to 1, got 2.0");
  }

  /** Only of the given numbers: the same for the same place, other ones elsewhere. */
  @Test
  void drawsAreAFunctionOfTheirPlace() {
    for (RandomEffect effect : ALL) {
      Set<List<Effect>> seen = new HashSet<>();
      for (int position = 0; position < 200; position++) {
        List<Effect> drawn = effect.draw(new Draw(5, 1, position, 2), 30, 40);
        assertThat(effect.draw(new Draw(5, 1, position, 2), 30, 40)).isEqualTo(drawn);
        seen.add(drawn);
      }
      assertThat(seen).as(effect.toString()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void greyOfTheGivenShare() {
    long grey =
        Stream.iterate(0, i -> i < 20_000, i -> i + 1)
            .filter(i -> !new RandomGrey(0.2).draw(new Draw(7, 1, i, 0), 3, 3).isEmpty())
            .count();
    assertThat(grey).isCloseTo(4_000L, within(283L));
    assertThat(new RandomGrey(1).draw(new Draw(7, 1, 1, 0), 3, 3)).hasToString("[Grey]");
    assertThat(new RandomGrey(0).draw(new Draw(7, 1, 1, 0), 3, 3)).isEmpty();
    for (double probability : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new RandomGrey(probability))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a probability from 0 to 1, got " + probability);
    }
  }
}
