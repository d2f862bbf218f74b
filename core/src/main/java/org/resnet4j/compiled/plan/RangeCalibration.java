package org.resnet4j.compiled.plan;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Histogram;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.compiled.plan.Quantisation.Method;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/**
 * Calibrates the ranges of a network's values on some images by each method, and measures how far
 * each moves the logits from those in fp32.
 */
public final class RangeCalibration {
  private static final double SHARE = 0.9999;

  /** The levels of unsigned 8-bit values, 0 to 255. */
  private static final int LEVELS = 256;

  private final Network network;
  private final Shape input;
  private final FloatBuffer pixels;
  private final int n;
  private final int threads;
  private final Map<String, Histogram> histograms = new HashMap<>();
  private final Map<Method, Quantisation> found = new EnumMap<>(Method.class);
  private final Map<Method, Double> errors = new EnumMap<>(Method.class);

  private RangeCalibration(Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    this.network = network;
    this.input = input;
    this.pixels = pixels;
    this.n = n;
    this.threads = threads;
  }

  /**
   * Observes a network on some images.
   *
   * @param network on the processor
   * @param pixels normalised values {@code [n, h, w, c]} from the buffer's position on
   * @param n how many images; a few hundred suffice
   * @param threads the number of cores to use
   */
  public static RangeCalibration of(
      Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    RangeCalibration calibration = new RangeCalibration(network, input, pixels, n, threads);
    calibration.observe();
    calibration.compare();
    return calibration;
  }

  /** The limits whose plan is closest to the logits in fp32. */
  public Quantisation best() {
    Method best = Collections.min(errors.entrySet(), Map.Entry.comparingByValue()).getKey();
    return with(best);
  }

  /** The limits by a method. */
  public Quantisation with(Method method) {
    return Objects.requireNonNull(found.get(method));
  }

  /**
   * The relative error of each method's logits against fp32: the root mean square of the difference
   * over the root mean square of the logits.
   */
  public Map<Method, Double> errors() {
    return Collections.unmodifiableMap(errors);
  }

  /** Fills the histograms, image by image. */
  private void observe() {
    Folding folding = Folding.of(network);
    try (Network folded = folding.network();
        Workspace workspace = new Workspace()) {
      Compiled compiled =
          Compiled.of(folding, input, "fp32", graph -> TypedGraph.of(graph, Form.F32));
      try (Weights weights = new Weights(folded.state(), compiled.graph().graph().constants());
          Program program = new Program(compiled.graph(), 1, weights)) {
        int size = Math.toIntExact(input.size());
        float[] image = new float[size];
        for (int i = 0; i < n; i++) {
          pixels.slice(pixels.position() + i * size, size).get(image);
          see(Graph.INPUT, image);
          program.observe(
              workspace, FloatBuffer.wrap(image), (step, values) -> see(step.name(), values));
        }
        workspace.close(); // Before the program, to whose arguments it refers.
      }
    }
  }

  private void see(String name, float[] values) {
    histograms.computeIfAbsent(name, key -> new Histogram()).add(values);
  }

  private void compare() {
    float[] expected;
    try (Plan plan = Plan.compile(network, Precision.FP32, input, threads)) {
      expected = plan.logits(pixels, n);
    }
    for (Method method : Method.values()) {
      Quantisation quantisation = by(method);
      found.put(method, quantisation);
      try (Plan plan = Plan.compile(network, quantisation, input, threads)) {
        errors.put(method, error(expected, plan.logits(pixels, n)));
      }
    }
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

  private static double error(float[] expected, float[] actual) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
