package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import org.resnet4j.compiled.plan.Plan;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** ResNet4J's compiled plan. */
final class ResNet4jInference implements Inference {
  private final Plan plan;

  private ResNet4jInference(Plan plan) {
    this.plan = plan;
  }

  static ResNet4jInference of(Task task, Precision precision) throws IOException {
    try (Network network = Weights.read(task)) {
      return new ResNet4jInference(Plan.compile(network, precision, task.image(), task.threads()));
    }
  }

  /** In int8. */
  static ResNet4jInference quantised(Task task) throws IOException {
    try (Network network = Weights.read(task)) {
      Quantisation limits = Quantisation.parse(Files.readString(task.quantisation()));
      return new ResNet4jInference(Plan.compile(network, limits, task.image(), task.threads()));
    }
  }

  @Override
  public Request prepare(Inputs inputs, int n) {
    FloatBuffer pixels = inputs.pixels(n);
    return () -> plan.logits(pixels, n);
  }

  @Override
  public void close() {
    plan.close();
  }
}
