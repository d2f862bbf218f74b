package org.resnet4j.train.recipe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.resnet4j.random.Randomness;

/**
 * Skips most of the images that the network already knows: an epoch drops a random part of the
 * images with the lowest last known loss. Based on Qin et al. 2024 (InfoBatch), without its
 * rescaling of the remaining losses, which gave worse results here.
 *
 * @param easy the fraction of images, those with the lowest loss, that may be dropped
 * @param dropped the fraction of these that an epoch drops
 * @param firstWhole the number of initial epochs that use all images; the last epoch always does
 */
public record Pruning(double easy, double dropped, int firstWhole) {
  public Pruning {
    if (!(easy >= 0 && easy <= 1 && dropped >= 0 && dropped <= 1) || firstWhole < 1) {
      throw new IllegalArgumentException(
          "expected two fractions from 0 to 1 and at least 1 whole epoch at the start, got "
              + easy
              + ", "
              + dropped
              + " and "
              + firstWhole);
    }
  }

  /** The number of images that an epoch, counted from 0, keeps. */
  int kept(int epoch, int epochs, int images) {
    boolean whole = epoch < firstWhole || epoch == epochs - 1;
    return whole ? images : images - (int) Math.round(easy * images * dropped);
  }

  /**
   * The images that an epoch keeps, in ascending order.
   *
   * @param losses the last known loss of each image
   */
  public int[] keep(float[] losses, int count, long seed, int epoch) {
    int images = losses.length;
    if (count == images) {
      return IntStream.range(0, images).toArray();
    }
    int[] byLoss =
        IntStream.range(0, images)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> losses[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int easyCount = Math.max((int) Math.round(easy * images), images - count);
    int[] draw = Randomness.permutation(easyCount, seed, Randomness.Purpose.PRUNING, epoch);
    boolean[] drops = new boolean[images];
    for (int i = 0; i < images - count; i++) {
      drops[byLoss[draw[i]]] = true;
    }
    int[] kept = IntStream.range(0, images).filter(i -> !drops[i]).toArray();
    return Arrays.copyOf(kept, count);
  }
}
