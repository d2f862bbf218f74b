package org.resnet4j.infer.plan;

import java.nio.FloatBuffer;
import java.util.Map;
import org.resnet4j.layer.Shape;
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
  public Quantisation {
    limits = Map.copyOf(limits);
  }

  /** How a limit follows from the values that were seen. */
  public enum Method {
    /** The largest. */
    MIN_MAX,
    /** What 99.99 % of them do not exceed. */
    PERCENTILE,
    /** Where their distribution loses least. */
    ENTROPY
  }

  /**
   * Lets a network see some images, finds limits by each method, and takes those whose plan comes
   * closest to the network's logits.
   *
   * @param network in 32 bits
   * @param pixels normalised values {@code [n, h, w, c]} from the buffer's position on
   * @param n how many images; some hundred do
   * @param threads how many cores are used
   */
  public static Quantisation calibrate(
      Network network, Shape input, FloatBuffer pixels, int n, int threads) {
    return new Calibration(network, input, pixels, n, threads).best();
  }
}
