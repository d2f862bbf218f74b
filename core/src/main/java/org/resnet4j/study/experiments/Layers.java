package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Results;
import org.resnet4j.study.Subject;
import org.resnet4j.torch.Network;
import org.resnet4j.train.GradientNorms;
import org.resnet4j.train.Loss;
import org.resnet4j.train.Recipe;

/** Quantities that a network has once for each of its layers or blocks. */
final class Layers {
  private static final int BATCH = 128;

  private Layers() {}

  /** Notes a value for each layer as a curve over their numbers, counted from 1. */
  static void record(
      Results.Recorder recorder, String subject, String quantity, long seed, List<Double> values) {
    recorder.curve(
        subject,
        quantity,
        seed,
        IntStream.rangeClosed(1, values.size()).mapToObj(i -> (double) i).toList(),
        values);
  }

  /** The curves of some subjects over the layers, on a logarithmic axis. */
  static LineChart chart(String title, Results results, List<String> subjects, String quantity) {
    LineChart chart = LineChart.of(title).x("layer").y(quantity).logY();
    for (String subject : subjects) {
      results.curve(subject, quantity).ifPresent(c -> chart.series(subject, c.x(), c.y()));
    }
    return chart;
  }

  /**
   * The root mean square of the gradient of each layer's weights for the first training images.
   *
   * @throws IOException if the training of the subject cannot be read
   */
  static List<Double> gradients(Lab lab, Subject subject, long seed, Network network)
      throws IOException {
    Recipe recipe = lab.trained(subject, seed).settings().recipe();
    Loss loss = Loss.of(recipe, lab.data().train());
    int images = Math.min(BATCH, lab.data().train().size());
    return lab.first(
        lab.data().train(),
        images,
        batch -> List.copyOf(GradientNorms.of(network, batch, loss).values()));
  }

  static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }
}
