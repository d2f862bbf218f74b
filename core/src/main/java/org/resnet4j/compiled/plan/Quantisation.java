package org.resnet4j.compiled.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.compiled.graph.Fusion;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;

/**
 * The calibrated ranges of a network's values for int8: the scale of a value is its limit divided
 * by the largest 8-bit number.
 *
 * @param method of calibration
 * @param images used for calibration
 * @param limits the largest absolute output of each step, by name; larger values are clipped to it
 */
public record Quantisation(Method method, int images, Map<String, Double> limits) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** Files may lack any field. */
  public Quantisation(@Nullable Method method, int images, @Nullable Map<String, Double> limits) {
    if (method == null || limits == null) {
      throw new IllegalArgumentException("expected a quantisation with a method and limits");
    }
    limits.forEach(
        (name, limit) -> {
          if (limit == null || !(limit >= 0 && limit <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "expected a finite limit for " + name + ", at least 0, got " + limit);
          }
        });
    this.method = method;
    this.images = images;
    this.limits = Map.copyOf(limits);
  }

  /** The method by which a limit follows from observed values. */
  public enum Method {
    /** The largest absolute value. */
    MIN_MAX,
    /** The 99.99th percentile of absolute values. */
    PERCENTILE,
    /** The smallest Kullback-Leibler divergence. */
    ENTROPY;

    /** The name in lower case: {@code min-max}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Calibrates by the best method of {@link RangeCalibration}, with the same parameters. */
  public static Quantisation calibrate(
      Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    return RangeCalibration.of(network, input, pixels, n, threads).best();
  }

  /**
   * Checks that there is a limit for every value of a network on images of a shape.
   *
   * @throws IllegalArgumentException if one is missing: the quantisation belongs to another network
   *     or image size
   */
  public void requireFit(Architecture network, Shape input) {
    Graph graph = Graph.of(Folding.layers(network.layers()), input);
    TypedGraph.quantised(Fusion.of(graph).graph(), limits);
  }

  /** As JSON on one line, for the metadata of a file. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Quantisation parse(String json) {
    try {
      Quantisation read = JSON.readValue(json, Quantisation.class);
      if (read == null) {
        throw new IllegalArgumentException(
            "its quantisation is not valid: expected an object with method, images and limits");
      }
      return read;
    } catch (JsonProcessingException e) {
      String reason =
          e.getCause() instanceof IllegalArgumentException ours
              ? String.valueOf(ours.getMessage())
              : "expected an object with method, images and limits";
      throw new IllegalArgumentException("its quantisation is not valid: " + reason, e);
    }
  }
}
