package org.resnet4j.bench.rival;

import static org.resnet4j.bench.rival.Results.line;

import java.util.Map;

/**
 * The processor's peak, as measured by {@link PeakRival}.
 *
 * @param kernels GFLOP/s of each kernel, the best of all turns
 */
public record Peaks(Map<String, Double> kernels) {
  /** The best rate of any kernel of that type of number, in GFLOP/s. */
  public double of(String type) {
    return kernels.entrySet().stream()
        .filter(peak -> peak.getKey().startsWith(type))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(Double.NaN);
  }

  /** Prints the peak below a table. */
  public void explain(StringBuilder text) {
    line(
        text,
        "peak: fp32 %.0f, bf16 %.0f and int8 %.0f billion operations a second, the best of products"
            + " of",
        of("fp32"),
        of("bf16"),
        of("int8"));
    line(
        text,
        "2048x2048 matrices and 3x3 convolutions on [32, 256, 28, 28], channels-last, in all turns");
  }
}
