package org.resnet4j.compiled.graph;

/** A histogram of a step's absolute values. Its range grows with the values. */
public final class Histogram {
  private static final int BINS = 2048;

  private final long[] counts = new long[BINS];
  private double width = 0x1p-30;
  private float largest;

  /** Counts values; infinities and NaN are ignored. */
  public void add(float[] values) {
    for (float value : values) {
      float size = Math.abs(value);
      if (size > largest && size < Float.POSITIVE_INFINITY) {
        largest = size;
      }
    }
    while (largest >= BINS * width) {
      widen();
    }
    for (float value : values) {
      float size = Math.abs(value);
      if (size <= largest) {
        counts[(int) (size / width)]++;
      }
    }
  }

  /** Doubles the width of the bins by merging pairs. */
  private void widen() {
    for (int i = 0; i < BINS / 2; i++) {
      counts[i] = counts[2 * i] + counts[2 * i + 1];
      counts[BINS / 2 + i] = 0;
    }
    width *= 2;
  }

  /** The largest absolute value. */
  public double largest() {
    return largest;
  }

  /**
   * The quantile of the absolute values, to the width of a bin.
   *
   * @param share 0 to 1
   */
  public double percentile(double share) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    double target = share * all;
    long seen = 0;
    for (int i = 0; i < BINS; i++) {
      seen += counts[i];
      if (seen >= target) {
        return Math.min(largest, (i + 1) * width);
      }
    }
    return largest;
  }

  /**
   * The limit that minimises the Kullback-Leibler divergence between the distributions of real and
   * quantised values (Migacz 2017, 8-bit inference with TensorRT).
   *
   * @param levels the number of distinct quantised magnitudes
   */
  public double leastDivergence(int levels) {
    int used = Math.min(BINS, (int) (largest / width) + 1);
    double best = Double.POSITIVE_INFINITY;
    int chosen = used;
    for (int bins = Math.min(levels, used); bins <= used; bins++) {
      double divergence = divergence(bins, used, levels);
      if (divergence < best) {
        best = divergence;
        chosen = bins;
      }
    }
    return Math.min(largest, chosen * width);
  }

  /**
   * The divergence between the first bins, clipped values in the last, and their quantised form.
   */
  private double divergence(int bins, int used, int levels) {
    double all = 0;
    double beyond = 0;
    for (int i = 0; i < used; i++) {
      all += counts[i];
      beyond += i < bins ? 0 : counts[i];
    }
    double inside = all - beyond;
    if (inside == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double divergence = 0;
    for (int level = 0; level < levels; level++) {
      int from = (int) ((long) level * bins / levels);
      int to = (int) ((long) (level + 1) * bins / levels);
      long sum = 0;
      int filled = 0;
      for (int i = from; i < to; i++) {
        sum += counts[i];
        filled += counts[i] > 0 ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        double p = (counts[i] + (i == bins - 1 ? beyond : 0)) / all;
        if (p > 0) {
          double q = counts[i] > 0 ? sum / (filled * inside) : 1e-9 / all;
          divergence += p * Math.log(p / q);
        }
      }
    }
    return divergence;
  }
}
