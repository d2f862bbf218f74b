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
 * How large the values of a network become, by which they are kept in 8 bits: the scale of a value
 * is its limit divided by the largest 8-bit number.
 *
 * @param method how the limits were found
 * @param images on which they were found
 * @param limits the largest absolute value that each step gives, by the step's name; larger ones
 *     become that
 */
public record Quantisation(Method method, int images, Map<String, Double> limits) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** Files may leave out anything. */
  public Quantisation(@Nullable Method method, int images, @Nullable Map<String, Double> limits) {
    if (method == null || limits == null) {
      throw new IllegalArgumentException("a quantisation has a method and limits");
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

  /** How a limit follows from the values that were seen. */
  public enum Method {
    /** The largest. */
    MIN_MAX,
    /** What 99.99 % of them do not exceed. */
    PERCENTILE,
    /** Where their distribution loses least. */
    ENTROPY;

    /** The name for people: {@code min-max}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The best that {@link RangeCalibration} finds; its parameters are the same. */
  public static Quantisation calibrate(
      Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    return RangeCalibration.of(network, input, pixels, n, threads).best();
  }

  /**
   * Checks that there is a limit for every value of a network on images of a shape.
   *
   * @throws IllegalArgumentException if one is missing: it is of another network or other images
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
   * @throws IllegalArgumentException if it is something else
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
