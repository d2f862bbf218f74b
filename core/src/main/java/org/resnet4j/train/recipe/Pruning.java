package org.resnet4j.train.recipe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.resnet4j.random.Randomness;

/**
 * Leaves out most of the images that the network already knows: an epoch drops a random part of the
 * easiest ones, by the loss that each had when it was last seen. After Qin et al. 2024 (InfoBatch),
 * without its rescaling of the remaining losses, which measured worse here.
 *
 * @param easy the share of images, those of lowest loss, that may be dropped
 * @param dropped the share of these that an epoch drops
 * @param firstWhole how many epochs at the start use all images; the last epoch always does
 */
public record Pruning(double easy, double dropped, int firstWhole) {
  public Pruning {
    if (!(easy >= 0 && easy <= 1 && dropped >= 0 && dropped <= 1) || firstWhole < 1) {
      throw new IllegalArgumentException(
          "pruning needs two shares from 0 to 1 and at least one whole epoch at the start");
    }
  }

  /** How many images an epoch, counted from 0, keeps. */
  int kept(int epoch, int epochs, int images) {
    boolean whole = epoch < firstWhole || epoch == epochs - 1;
    return whole ? images : images - (int) Math.round(easy * images * dropped);
  }

  /**
   * The images that an epoch keeps, in ascending order.
   *
   * @param losses of each image when it was last seen
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
