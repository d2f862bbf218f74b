package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.resnet4j.data.Dataset;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Results;
import org.resnet4j.study.Subject;
import org.resnet4j.study.TrainedRun;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Probe;
import org.resnet4j.train.GradientNorms;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;

/** Measurements inside trained networks, most of them once for each layer or block. */
final class Layers {
  /** The depths of the networks that are compared. */
  static final List<Integer> DEPTHS = List.of(20, 56);

  private static final int BATCH = 128;

  /** A measurement of a trained network, recorded under the run's subject. */
  @FunctionalInterface
  interface Measurement {
    void take(TrainedRun run, Network network, Results.Recorder recorder) throws IOException;
  }

  private Layers() {}

  /** A plain and a residual network of each depth. */
  static List<Subject> subjects() {
    return DEPTHS.stream().flatMap(depth -> pair(depth).stream()).map(Subject::of).toList();
  }

  /** The names of the plain and of the residual network of a depth. */
  static List<String> pair(int depth) {
    return List.of("plain" + depth, "resnet" + depth);
  }

  /**
   * Measures each of the {@link #subjects} after its training, and records the training's course. A
   * training that diverged leaves no trained network: the quantities are NaN.
   *
   * @throws IOException if a training cannot be read
   */
  static Results measure(Lab lab, List<String> quantities, Measurement measurement)
      throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects()) {
      for (long seed : lab.settings().seedList()) {
        lab.tell(subject.name() + " seed " + seed);
        TrainedRun run = lab.trained(subject, seed);
        if (run.hasDiverged()) {
          quantities.forEach(q -> recorder.value(subject.name(), q, seed, Double.NaN));
        } else {
          try (Network network = lab.network(subject, seed)) {
            measurement.take(run, network, recorder);
          }
        }
      }
    }
    return lab.learning(subjects()).and(recorder.results());
  }

  /** Shows a probe the first test images, up to a number: {@link Network#observe}. */
  static void observe(Lab lab, Network network, int images, boolean batchStatistics, Probe probe) {
    Dataset test = lab.data().test();
    int n = Math.min(images, test.size());
    network.observe(lab.testPixels(n), n, test.shape(), batchStatistics, probe);
  }

  /** Records a value for each layer as a curve over their numbers, counted from 1. */
  static void record(
      Results.Recorder recorder, String subject, String quantity, long seed, List<Double> values) {
    recorder.curve(
        subject,
        quantity,
        seed,
        IntStream.rangeClosed(1, values.size()).mapToObj(i -> (double) i).toList(),
        values);
  }

  /** Adds the curves of some subjects to a chart, with their spread over the seeds. */
  static LineChart draw(LineChart chart, Results results, List<String> subjects, String quantity) {
    for (String subject : subjects) {
      results
          .curve(subject, quantity)
          .ifPresent(c -> chart.series(subject, c.x(), c.y(), c.spread()));
    }
    return chart;
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
