package org.resnet4j.infer.plan;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.resnet4j.infer.graph.Form;
import org.resnet4j.infer.graph.Graph;
import org.resnet4j.infer.graph.Histogram;
import org.resnet4j.infer.graph.TypedGraph;
import org.resnet4j.infer.plan.Quantisation.Method;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** Finds a quantisation on images that a network sees. */
final class Calibration {
  private static final double SHARE = 0.9999;

  /** Sizes of the values that a ReLU has made, 0 to 255. */
  private static final int LEVELS = 256;

  private final Network network;
  private final Shape input;
  private final FloatBuffer pixels;
  private final int n;
  private final int threads;
  private final Map<String, Histogram> histograms = new HashMap<>();

  Calibration(Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    this.network = network;
    this.input = input;
    this.pixels = pixels;
    this.n = n;
    this.threads = threads;
    observe();
  }

  /** Fills the histograms, image by image. */
  private void observe() {
    Folding folding = Folding.of(network);
    try (Network folded = folding.network();
        Workspace workspace = new Workspace()) {
      Compiled compiled =
          Compiled.of(folding, input, "fp32", graph -> TypedGraph.of(graph, Form.F32));
      try (Weights weights = new Weights(folded.state(), compiled.graph().graph().constants());
          Program program = Program.compile(compiled, 1, weights)) {
        int size = Math.toIntExact(input.size());
        float[] image = new float[size];
        for (int i = 0; i < n; i++) {
          pixels.slice(pixels.position() + i * size, size).get(image);
          see(Graph.INPUT, image);
          workspace.observe(
              program, FloatBuffer.wrap(image), (step, values) -> see(step.name(), values));
        }
        workspace.close(); // Before the program, to whose arguments it refers.
      }
    }
  }

  private void see(String name, float[] values) {
    histograms.computeIfAbsent(name, key -> new Histogram()).add(values);
  }

  Quantisation best() {
    float[] wanted;
    try (Plan plan = Plan.compile(network, Precision.FP32, input, threads)) {
      wanted = plan.logits(pixels, n);
    }
    Quantisation best = by(Method.MIN_MAX);
    double least = Double.POSITIVE_INFINITY;
    for (Method method : Method.values()) {
      Quantisation quantisation = by(method);
      double error = error(wanted, quantisation);
      if (error < least) {
        least = error;
        best = quantisation;
      }
    }
    return best;
  }

  private Quantisation by(Method method) {
    Map<String, Double> limits = new HashMap<>();
    histograms.forEach(
        (name, histogram) ->
            limits.put(
                name,
                switch (method) {
                  case MIN_MAX -> histogram.largest();
                  case PERCENTILE -> histogram.percentile(SHARE);
                  case ENTROPY -> histogram.leastDivergence(LEVELS);
                }));
    return new Quantisation(method, n, limits);
  }

  /** The mean squared difference between the logits in 8 and those in 32 bits. */
  private double error(float[] wanted, Quantisation quantisation) {
    double error = 0;
    try (Plan plan = Plan.compile(network, quantisation, input, threads)) {
      float[] came = plan.logits(pixels, n);
      for (int i = 0; i < wanted.length; i++) {
        error += ((double) came[i] - wanted[i]) * (came[i] - wanted[i]);
      }
    }
    return error / wanted.length;
  }
}
