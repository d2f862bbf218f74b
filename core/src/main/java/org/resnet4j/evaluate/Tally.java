package org.resnet4j.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Accumulates results over images. A NaN logit counts as higher than the right one. */
final class Tally {
  /** The k of top-k accuracy beside top-1. */
  private static final int TOP = 5;

  private final int classes;
  private final long[][] confusion;
  private final long[] binImages = new long[Reliability.BINS];
  private final long[] binRight = new long[Reliability.BINS];
  private final double[] binConfidence = new double[Reliability.BINS];
  private long images;
  private long top1;
  private long top5;
  private double loss;
  private final Examples.Selection examples = new Examples.Selection();

  Tally(int classes) {
    this.classes = classes;
    this.confusion = new long[classes][classes];
  }

  /**
   * Counts an image.
   *
   * @param logits of many images, or their log probabilities, which are logits too
   * @param from the index of this image's first logit
   * @param image its index in the set
   */
  void add(float[] logits, int from, int image, int label) {
    float right = logits[from + label];
    int rank = 0;
    int best = 0;
    for (int c = 0; c < classes; c++) {
      float value = logits[from + c];
      if (c != label && (!(value <= right) || (value == right && c < label))) {
        rank++;
      }
      if (value > logits[from + best]) {
        best = c;
      }
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp((double) logits[from + c] - logits[from + best]);
    }
    double own = Math.log(sum) + logits[from + best] - right;
    examples.add(new Example(image, label, best, 1 / sum, own));
    loss += own;
    images++;
    top1 += rank < 1 ? 1 : 0;
    top5 += rank < TOP ? 1 : 0;
    confusion[label][best]++;
    double confidence = 1 / sum;
    int bin = Math.max(0, (int) Math.ceil(confidence * Reliability.BINS) - 1);
    binImages[bin]++;
    binRight[bin] += rank < 1 ? 1 : 0;
    binConfidence[bin] += confidence;
  }

  Evaluation result(List<String> names, double seconds) {
    return new Evaluation(
        images,
        loss / images,
        (double) top1 / images,
        classes > TOP ? (double) top5 / images : null,
        calibration(),
        names,
        confusion,
        examples.examples(),
        seconds);
  }

  private Reliability calibration() {
    List<Reliability.Bin> bins = new ArrayList<>();
    for (int b = 0; b < Reliability.BINS; b++) {
      bins.add(
          new Reliability.Bin(
              (double) b / Reliability.BINS,
              (b + 1.0) / Reliability.BINS,
              binImages[b],
              binConfidence[b] / binImages[b],
              (double) binRight[b] / binImages[b]));
    }
    return new Reliability(bins);
  }
}
