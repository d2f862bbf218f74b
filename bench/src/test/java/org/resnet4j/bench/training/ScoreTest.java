package org.resnet4j.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.resnet4j.bench.rival.Peaks;
import org.resnet4j.bench.rival.Rates;

class ScoreTest {
  private final Score score =
      new Score(
          "a processor",
          new Work("resnet20", 128, 2),
          6,
          new Rates<>(
              new EnumMap<>(
                  Map.of(
                      Contestant.RESNET4J, List.of(900.0, 1000.0, 600.0),
                      Contestant.LIBTORCH, List.of(450.0, 400.0, 300.0),
                      Contestant.DJL, List.of(100.0, 90.0, 50.0)))),
          new Rates<>(
              Map.of(
                  Contestant.RESNET4J, List.of(3.0, 4.0, 5.0),
                  Contestant.LIBTORCH, List.of(60_000.0, 70_000.0, 90_000.0),
                  Contestant.DJL, List.of(1.0, 1.0, 1.0))),
          new Peaks(
              Map.of("bf16-product", 300.0, "bf16-convolution", 400.0, "fp32-product", 200.0)),
          Map.of("MALLOC_MMAP_MAX_", "0"),
          0.004);

  @Test
  void countsTheArithmeticOfTheNetwork() {
    // He et al. 2015: 40.55 million multiply-adds, each two operations, three times in training.
    assertThat(score.gflopPerImage()).isCloseTo(0.2433, within(1e-4));
    assertThat(score.gflops(Contestant.RESNET4J)).isCloseTo(900 * 0.2433, within(0.1));
    assertThat(score.peak()).isEqualTo(400);
  }

  @Test
  void printsAndStoresEachRival() {
    assertThat(score.table())
        .contains("resnet20, training step, batch 128 of 3x32x32, 2 threads")
        .contains("3 turns of 6 steps")
        .contains("ResNet4J", "libtorch as is", "DJL 0.35.1", "54.7%", "70000", "0.4%");
    assertThat(score.toJson().get("rivals").toString()).contains("resnet4j", "libtorch", "djl");
  }
}
