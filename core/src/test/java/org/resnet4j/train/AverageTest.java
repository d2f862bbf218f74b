package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.torch.HostMemory;

/** The average of weights over a run: {@code average = decay * average + (1 - decay) * weight}. */
class AverageTest {
  private static final double DECAY = 0.9;
  private static final String[] NAMES = {"conv1.weight", "bn1.running_mean", "fc.bias"};

  /** Two epochs of two steps. */
  private static final TinyRun RUN =
      new TinyRun(
          "cifar-resnet8", TinyRun.images(128, 64), TinyRun.paperRecipe(0.1, 0.1, 0), "fp32", 1);

  private static float[] flat(Trainer trainer) {
    List<float[]> parts = new ArrayList<>();
    int size = 0;
    for (String name : NAMES) {
      parts.add(HostMemory.floats(trainer.weights().get(name)));
      size += parts.get(parts.size() - 1).length;
    }
    float[] all = new float[size];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** What the run's weights are before the first step and after each. */
  private static List<float[]> course(TinyRun run, Path folder) throws Exception {
    List<float[]> course = new ArrayList<>();
    try (Trainer trainer = run.trainer(run.create(folder))) {
      course.add(flat(trainer));
      Progress noting =
          new Progress() {
            @Override
            public void step(long step, long total, double loss, double top1, double speed) {
              course.add(flat(trainer));
            }
          };
      trainer.run(noting, () -> false);
    }
    return course;
  }

  @Test
  void itKeepsTheDecayOfItselfAndTakesTheRestOfTheWeights(@TempDir Path folder) throws Exception {
    List<float[]> weights = course(RUN, folder.resolve("plain"));
    List<float[]> averages =
        course(RUN.withRecipe(TinyRun.paperRecipe(0.1, 0.1, DECAY)), folder.resolve("averaged"));
    assertThat(averages).hasSize(5).hasSameSizeAs(weights);
    assertThat(averages.get(0)).isEqualTo(weights.get(0));
    for (int step = 1; step < 5; step++) {
      float[] before = averages.get(step - 1);
      for (int i = 0; i < before.length; i++) {
        double expected = DECAY * before[i] + (1 - DECAY) * weights.get(step)[i];
        assertThat((double) averages.get(step)[i]).isCloseTo(expected, within(1e-6));
      }
    }
    assertThat(weights.get(1)).isNotEqualTo(weights.get(0));
  }
}
