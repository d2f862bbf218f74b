package org.resnet4j.train;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Options;
import org.resnet4j.torch.Initialization;

/**
 * What decides the outcome of a run: the same settings on the same data, versions and kind of
 * processor give the same weights, bit for bit.
 *
 * @param data the data set as {@code --data} names it
 * @param limitTrain how many training images to use, 0 for all
 * @param limitTest how many test images to use, 0 for all
 * @param device cpu or cuda
 * @param precision fp32 or bf16
 * @param initialization of the weights; when fine-tuning, of the head
 * @param threads how many threads compute, where there are as many processors; those beyond the
 *     recipe's shards divide operations, and with them sums, so they matter for the last bits
 * @param fineTuning the trained weights that it starts from, or null for random ones
 */
public record RunSettings(
    String model,
    Options options,
    String data,
    int limitTrain,
    int limitTest,
    Recipe recipe,
    Initialization initialization,
    long seed,
    String device,
    String precision,
    int threads,
    @Nullable FineTuning fineTuning) {

  /** Whether another number of threads gives the same bits, on the processor. */
  public boolean hasSameBitsWith(int otherThreads) {
    return threadsEach(threads) == threadsEach(otherThreads);
  }

  /** How many compute a shard, as {@link org.resnet4j.torch.Workers} divides them. */
  private int threadsEach(int all) {
    return Math.max(1, all / recipe.shards());
  }
}
