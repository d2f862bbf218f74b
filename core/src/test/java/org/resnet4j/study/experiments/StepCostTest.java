package org.resnet4j.study.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

class StepCostTest {
  @Test
  void ratiosAreTakenTurnByTurn() {
    Results.Recorder recorder = new Results.Recorder();
    for (int turn = 1; turn <= 3; turn++) {
      recorder.value("fast", StepCost.STEP, turn, 10 * turn);
      recorder.value("slow", StepCost.STEP, turn, 15 * turn);
    }
    Results results = recorder.results();
    assertThat(StepCost.ratio(results, "slow", "fast").values()).containsExactly(1.5, 1.5, 1.5);
    assertThat(StepCost.ratio(results, "slow", "absent").text(2)).isEqualTo("not measured");
  }

  @Test
  void aProcessThatFailsLeavesTheNumberOut() throws Exception {
    assertThat(StepCost.answer(List.of("sh", "-c", "echo warning; echo 12; echo no >&2")))
        .hasValue(12);
    assertThat(StepCost.answer(List.of("sh", "-c", "echo 12; exit 1"))).isEmpty();
    assertThat(StepCost.answer(List.of("sh", "-c", "echo denied"))).isEmpty();
    assertThat(StepCost.answer(List.of("no-such-program"))).isEmpty();
  }

  @Test
  void memoryIsMeasuredInAProcessOfItsOwn() throws Exception {
    StudySettings settings =
        new StudySettings(
            Profile.QUICK, "fashion-mnist-mini", 64, 20, 1, 1, Device.CPU, Precision.FP32, 1);
    assertThat(
            StepCost.memory(
                Experiments.catalog()
                    .build("cifar-resnet8", o -> o.withInput(StepCost.embedded().shape())),
                settings)
                .stream())
        .allSatisfy(bytes -> assertThat(bytes).isBetween(1_000_000L, 1_000_000_000L));
  }
}
