package org.resnet4j.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DJL is missing, since its libtorch must not share a process with ours. */
class InferenceTest {
  private static final int CLASSES = 10;

  @TempDir static Path folder;

  private static Task task() {
    return new Task("resnet20", folder, 1);
  }

  private static Reference reference() throws IOException {
    return Reference.read(task().reference(), CLASSES);
  }

  @BeforeAll
  static void writeWeights() throws IOException {
    Weights.write(task(), 3);
  }

  @ParameterizedTest
  @EnumSource(names = "DJL", mode = EnumSource.Mode.EXCLUDE)
  void answersAsTheReference(Contestant contestant) throws Exception {
    Inputs inputs = new Inputs(task().image());
    try (Inference inference = contestant.create(task())) {
      InferenceRival rival = new InferenceRival(inference, inputs, reference());
      for (int batch : new int[] {1, 3}) {
        Race.requireRight(
            contestant, batch, rival.run("answer " + batch).getOrDefault("difference", 1.0));
      }
      assertThat(rival.run("throughput 2 0.001").get("rate")).isPositive();
      assertThat(rival.run("latency 2 0.001")).containsOnlyKeys("rate", "p50", "p99");
    }
  }

  @Test
  void asksForLogitsThatDependOnTheImages() throws IOException {
    float[] logits = reference().logits();
    double largest =
        IntStream.range(0, CLASSES).mapToDouble(i -> Math.abs(logits[i])).max().orElse(0);
    double apart =
        IntStream.range(0, CLASSES)
            .mapToDouble(i -> Math.abs(logits[i] - logits[CLASSES + i]))
            .max()
            .orElse(0);
    assertThat(largest).isBetween(0.1, 100.0);
    assertThat(apart / largest).isGreaterThan(Numbers.BF16.tolerance());
  }

  @Test
  void noticesAWrongAnswer() throws Exception {
    Inference wrong =
        new Inference() {
          @Override
          public Request prepare(Inputs inputs, int n) {
            return () -> new float[n * CLASSES];
          }

          @Override
          public void close() {}
        };
    InferenceRival rival = new InferenceRival(wrong, new Inputs(task().image()), reference());
    assertThat(rival.run("answer 2")).containsEntry("difference", 1.0);
  }

  @Test
  void laysPixelsOutBothWays() {
    Inputs inputs = new Inputs(task().image());
    assertThat(inputs.pixels(2).get(((32 + 5) * 32 + 7) * 3 + 2))
        .isEqualTo(inputs.planes(2).get(((3 + 2) * 32 + 5) * 32 + 7));
    assertThat(inputs.planes(1).get(9)).isEqualTo(inputs.planes(2).get(9));
  }

  @Test
  void findsPercentiles() {
    assertThat(Callers.percentile(Arrays.asList(4.0, 1.0, 3.0, 2.0), 0.5)).isEqualTo(2);
    assertThat(Callers.percentile(Arrays.asList(4.0, 1.0, 3.0, 2.0), 0.99)).isEqualTo(4);
    assertThat(Callers.percentile(Arrays.asList(7.0), 0.5)).isEqualTo(7);
  }
}
