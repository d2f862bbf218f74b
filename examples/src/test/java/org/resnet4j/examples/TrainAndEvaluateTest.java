package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.train.Run;

class TrainAndEvaluateTest {
  @Test
  void aTrainedFileIsAsGoodAsTrainingSaid(@TempDir Path folder) throws Exception {
    Split data = DataSets.standard().open("fashion-mnist-mini", null).limit(2_000, 500);
    Run run = TrainAndEvaluate.train(data, folder.resolve("run"));
    Evaluation result = TrainAndEvaluate.evaluate(run.weights(), data);
    assertThat(result.images()).isEqualTo(500);
    assertThat(result.top1()).as("chance is 0.1").isGreaterThan(0.5);
    assertThat(run.isFinished()).isTrue();
    assertThat(run.bestTop1()).isEqualTo(result.top1());
    assertThat(folder.resolve("run/log.jsonl"))
        .content()
        .contains("\"validationTop1\":" + result.top1());
  }
}
