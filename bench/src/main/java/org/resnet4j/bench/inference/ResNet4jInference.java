package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.resnet4j.infer.plan.Plan;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** ResNet4J's compiled plan. */
final class ResNet4jInference implements Inference {
  private final Plan plan;

  ResNet4jInference(Task task, Precision precision) throws IOException {
    try (Network network = Weights.read(task)) {
      plan = Plan.compile(network, precision, task.image(), task.threads());
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
