package org.resnet4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private final Score score =
      new Score(
          "a processor",
          2,
          128,
          6,
          3,
          new EnumMap<>(
              Map.of(
                  Contestant.RESNET4J, List.of(900.0, 1000.0, 600.0),
                  Contestant.LIBTORCH, List.of(450.0, 400.0, 300.0),
                  Contestant.DJL, List.of(100.0, 90.0, 50.0))),
          Map.of(
              Contestant.RESNET4J, List.of(3.0, 4.0, 5.0),
              Contestant.LIBTORCH, List.of(60_000.0, 70_000.0, 90_000.0),
              Contestant.DJL, List.of(1.0, 1.0, 1.0)),
          Map.of("bf16-product", 300.0, "bf16-convolution", 400.0, "fp32-product", 200.0),
          Map.of("MALLOC_MMAP_MAX_", "0"),
          0.004);

  @Test
  void comparesMediansAndTurns() {
    assertThat(score.ratio(Contestant.RESNET4J, Contestant.LIBTORCH)).isEqualTo(2.25);
    assertThat(score.ratioByTurn(Contestant.RESNET4J, Contestant.LIBTORCH))
        .isEqualTo(new Spread(2, 2, 2.5));
  }

  @Test
  void takesTheFasterKernelAsThePeak() {
    assertThat(score.peak("bf16")).isEqualTo(400);
    assertThat(score.peak()).isEqualTo(400);
    assertThat(score.gflops(Contestant.RESNET4J) / score.peak())
        .isCloseTo(900 * 0.2433 / 400, within(1e-9));
  }

  @Test
  void printsAndStoresEachRival() {
    assertThat(score.table())
        .contains("ResNet4J", "libtorch as is", "DJL 0.35.1", "54.7%", "70000", "0.4%");
    assertThat(score.toJson().get("rivals").toString()).contains("resnet4j", "libtorch", "djl");
  }
}
