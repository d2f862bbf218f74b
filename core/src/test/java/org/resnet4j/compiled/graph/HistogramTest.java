package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static float[] gaussian(int count, double size) {
    Random random = new Random(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  /** Observed in parts of growing size, so that bins are widened repeatedly. */
  @Test
  void knowsTheShareBelowALimit() {
    Histogram histogram = new Histogram();
    float[] small = gaussian(50_000, 1e-3);
    float[] large = gaussian(50_000, 700);
    histogram.add(small);
    histogram.add(large);
    float[] sizes = new float[100_000];
    for (int i = 0; i < 50_000; i++) {
      sizes[i] = Math.abs(small[i]);
      sizes[50_000 + i] = Math.abs(large[i]);
    }
    Arrays.sort(sizes);
    assertThat(histogram.largest()).isEqualTo(sizes[99_999]);
    for (double share : new double[] {0.5, 0.75, 0.99, 0.9999}) {
      int rank = (int) (share * 100_000);
      assertThat(histogram.percentile(share))
          .isBetween((double) sizes[rank - 2], sizes[rank + 1] + sizes[99_999] / 1000.0);
    }
    assertThat(histogram.percentile(1)).isEqualTo(histogram.largest());
  }

  @Test
  void leavesOutWhatIsNoNumber() {
    Histogram histogram = new Histogram();
    histogram.add(new float[] {Float.NaN, 2, Float.NEGATIVE_INFINITY, -3});
    assertThat(histogram.largest()).isEqualTo(3);
    assertThat(histogram.percentile(0.5)).isCloseTo(2, within(0.01));
  }

  /** A few values far outside would make all others coarse. */
  @Test
  void cutsOffOutliersWhereThatLosesLess() {
    Histogram histogram = new Histogram();
    float[] values = gaussian(200_000, 1);
    values[7] = 100;
    histogram.add(values);
    assertThat(histogram.leastDivergence(256)).isBetween(2.5, 30.0);
  }

  @Test
  void nothingButZerosHasNoLimit() {
    Histogram histogram = new Histogram();
    histogram.add(new float[100]);
    assertThat(histogram.largest()).isZero();
    assertThat(histogram.percentile(0.9999)).isZero();
    assertThat(histogram.leastDivergence(256)).isZero();
  }

  /** By {@code least_divergence.py}, for 32, 64, 128 and 256 levels. */
  @Test
  void losesAsLittleAsNumpyFinds() {
    float[] exponential = new float[20_000];
    float[] heavy = new float[20_000];
    for (int i = 0; i < 20_000; i++) {
      exponential[i] = (float) -Math.log(1 - (i + 0.5) / 20_000);
      heavy[i] = (float) (20 / Math.sqrt(i + 1.0));
    }
    float[] sparse = new float[1_830];
    int at = 0;
    for (int value = 1; value <= 60; value++) {
      for (int times = 60; times >= value; times--) {
        sparse[at++] = value * value;
      }
    }
    assertLimits(exponential, 8.203125, 8.65625, 9.5, 10.596634864807129);
    assertLimits(heavy, 1.84375, 2.78125, 4.171875, 4.484375);
    assertLimits(sparse, 3600, 3600, 3600, 3600);
  }

  private static void assertLimits(float[] values, double... limits) {
    Histogram histogram = new Histogram();
    histogram.add(values);
    for (int i = 0; i < limits.length; i++) {
      assertThat(histogram.leastDivergence(32 << i)).as("%d levels", 32 << i).isEqualTo(limits[i]);
    }
  }

  /** A bin holds the values from its lower edge on, and is as wide as it must be. */
  @Test
  void binsBeginWithTheirLowerEdge() {
    Histogram histogram = new Histogram();
    histogram.add(new float[] {1, 2, 3, 2048});
    assertThat(histogram.percentile(0.25)).isEqualTo(2);
    assertThat(histogram.percentile(0.5)).isEqualTo(4);
    assertThat(histogram.percentile(1)).isEqualTo(2048);
    histogram = new Histogram();
    histogram.add(new float[] {1, 2, 3, 2047});
    assertThat(histogram.percentile(0.5)).isEqualTo(3);
  }
}
