package org.resnet4j.train.run;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.io.Json;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.recipe.PictureSettings;
import org.resnet4j.train.recipe.Recipe;

/**
 * The settings that determine the outcome of a run: the same settings, data, versions and kind of
 * processor give the same weights, bit for bit.
 *
 * @param data the data set, by name, or as {@code folder:DIR} or {@code shards:DIR}
 * @param limitTrain the maximum number of training images, 0 for all
 * @param limitTest the maximum number of images of the validation part, and of the test part; 0 for
 *     all
 * @param device that computes
 * @param precision of convolutions and matrix products
 * @param initialization of the weights; when fine-tuning, of the head
 * @param threads the maximum number of computing threads, limited by the processors; threads beyond
 *     the recipe's shards split operations, and with them sums, so they affect the last bits
 * @param fineTuning the pretrained weights to start from, or null for random ones
 * @param folder how a folder of pictures is read; null for other data, and in files of earlier
 *     versions for {@link PictureSettings#DEFAULT}
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
    Device device,
    Precision precision,
    int threads,
    @Nullable FineTuning fineTuning,
    @Json.Optional @Nullable PictureSettings folder) {

  /** Settings of a run on a named data set. */
  public RunSettings(
      String model,
      Options options,
      String data,
      int limitTrain,
      int limitTest,
      Recipe recipe,
      Initialization initialization,
      long seed,
      Device device,
      Precision precision,
      int threads,
      @Nullable FineTuning fineTuning) {
    this(
        model,
        options,
        data,
        limitTrain,
        limitTest,
        recipe,
        initialization,
        seed,
        device,
        precision,
        threads,
        fineTuning,
        null);
  }

  /** The settings for reading a folder of pictures. */
  public PictureSettings reading() {
    return folder == null ? PictureSettings.DEFAULT : folder;
  }

  /** Whether another number of threads gives bit-identical results on the processor. */
  public boolean hasSameBitsWith(int otherThreads) {
    return threadsEach(threads) == threadsEach(otherThreads);
  }

  /** The threads for each shard, as {@link org.resnet4j.torch.Workers} divides them. */
  private int threadsEach(int all) {
    return Math.max(1, all / recipe.shards());
  }

  /** The name of the images on which the best weights are selected: validation or test. */
  public String validationWord() {
    return PicturePlace.isOne(data) ? "validation" : "test";
  }

  /**
   * Whether an epoch's weights replace the best so far. Ties are common if a folder holds out few
   * pictures; there the last one wins, since its rate was lower.
   */
  public boolean isBest(double top1, double before) {
    return folder == null ? top1 > before : top1 >= before;
  }
}
