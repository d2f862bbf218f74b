package org.resnet4j.bench.inference;

import java.util.Map;
import org.resnet4j.bench.rival.Peaks;
import org.resnet4j.bench.rival.Rates;

/**
 * The outcome of a comparison of inference.
 *
 * @param images images per second, by batch size
 * @param requests single-image requests per second, by the number of callers
 * @param waits how long the callers waited, by their number
 * @param differences of the answers to the fp32 reference, as a share of the largest logit: the
 *     largest of all batches
 * @param environment of those that run as the launcher runs ResNet4J
 * @param idle the cores that those who waited used together, at the most in any turn
 */
record Score(
    Setting setting,
    Map<Integer, Rates<Contestant>> images,
    Map<Integer, Rates<Contestant>> requests,
    Map<Integer, Map<Contestant, Waits>> waits,
    Map<Contestant, Double> differences,
    Peaks peaks,
    Map<String, String> environment,
    double idle) {

  /**
   * The latency of one image for callers, in milliseconds, in all turns.
   *
   * @param p50 the median
   * @param p99 what 99 of 100 requests did not exceed
   */
  record Waits(double p50, double p99) {}

  double gflops(Contestant contestant, Rates<Contestant> rates) {
    return rates.spread(contestant).median() * setting.gflopPerImage();
  }

  /** The share of the peak of the contestant's own numbers. */
  double shareOfPeak(Contestant contestant, Rates<Contestant> rates) {
    return gflops(contestant, rates) / peaks.of(contestant.numbers().key());
  }
}
