package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.evaluate.Evaluation;

class TrainAndEvaluateTest {
  @Test
  void aTrainedFileIsAsGoodAsTrainingSaid(@TempDir Path folder) throws Exception {
    Split data = DataSets.open("fashion-mnist-mini", null).limit(2_000, 500);
    Path weights = TrainAndEvaluate.train(data, folder.resolve("run"));
    Evaluation result = TrainAndEvaluate.evaluate(weights, data);
    assertThat(result.images()).isEqualTo(500);
    assertThat(result.top1()).as("chance is 0.1").isGreaterThan(0.5);
    assertThat(folder.resolve("run/log.jsonl"))
        .content()
        .contains("\"validationTop1\":" + result.top1());
  }
}
