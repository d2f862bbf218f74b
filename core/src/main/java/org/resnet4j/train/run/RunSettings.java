package org.resnet4j.train.run;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.io.Json;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.recipe.FolderSettings;
import org.resnet4j.train.recipe.Recipe;

/**
 * What decides the outcome of a run: the same settings on the same data, versions and kind of
 * processor give the same weights, bit for bit.
 *
 * @param data the data set, by name or as {@code folder:DIR}
 * @param limitTrain how many training images to use, 0 for all
 * @param limitTest how many images of the validation part to use, and as many of the test part; 0
 *     for all
 * @param device where it is computed
 * @param precision of convolutions and matrix products
 * @param initialization of the weights; when fine-tuning, of the head
 * @param threads how many threads compute, where there are as many processors; those beyond the
 *     recipe's shards divide operations, and with them sums, so they matter for the last bits
 * @param fineTuning the trained weights that it starts from, or null for random ones
 * @param folder how a folder of pictures is read; null for other data, and in files of earlier
 *     versions for {@link FolderSettings#DEFAULT}
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @JacksonInject(Json.OPTIONAL)
        @Nullable FolderSettings folder) {

  /** Of a run on a data set that has a name. */
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

  /** How a folder of pictures is read. */
  public FolderSettings reading() {
    return folder == null ? FolderSettings.DEFAULT : folder;
  }

  /** Whether another number of threads gives the same bits, on the processor. */
  public boolean hasSameBitsWith(int otherThreads) {
    return threadsEach(threads) == threadsEach(otherThreads);
  }

  /** How many compute a shard, as {@link org.resnet4j.torch.Workers} divides them. */
  private int threadsEach(int all) {
    return Math.max(1, all / recipe.shards());
  }

  /** What the images are called on which the best weights are chosen: validation or test. */
  public String validationWord() {
    return DataSets.isFolder(data) ? "validation" : "test";
  }

  /**
   * Whether an epoch's weights replace the best so far. Of equals, which are common where a folder
   * holds out few pictures, the last is the best there: the rate was lower.
   */
  public boolean isBest(double top1, double before) {
    return folder == null ? top1 > before : top1 >= before;
  }
}
