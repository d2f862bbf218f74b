package org.resnet4j.train.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.StochasticDepth;
import org.resnet4j.arch.Summary;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.Json;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Schedule;

/**
 * The complete configuration of a training: with the data, the network and a seed it determines
 * every weight.
 *
 * @param name in {@link Recipes}
 * @param steps the length in steps, or 0 if the phases give it in epochs
 * @param batchSize images a step
 * @param shards the number of parts into which a batch is split. Each is normalised with its own
 *     statistics, as on the two GPUs of He et al. 2015, section 4.2; the processor's threads
 *     compute them in parallel. The running statistics follow the first shard.
 * @param labelSmoothing the fraction of the target that is spread over all classes (Szegedy et al.
 *     2016, section 7)
 * @param balanced whether the loss weights all classes equally, whatever their number of images:
 *     {@link Loss}
 * @param pruning the easy images that some epochs skip, or null for none
 * @param ema the decay per step of the averaged weights that are evaluated and kept, or 0 for none
 * @param patience the number of epochs without a higher validation accuracy after which the run
 *     stops early, or null for no early stopping
 * @param frame of the pictures that are not trained on, whose crop has the network's input shape;
 *     null for the largest centred part
 * @param binary the loss by class, in place of the cross-entropy; null for the latter
 * @param stochasticDepth the probability with which the last residual branch is left out, those
 *     before it in proportion to their depth (Huang et al. 2016); null for none
 * @param parts the number of parts of a batch that are computed one after another, so that it need
 *     not fit in memory; null for one. Each is split into shards
 * @param clip the greatest norm of the gradient of all parameters, to which longer ones are scaled;
 *     null for any
 * @param averaging when {@code ema} is updated; null for after every step
 */
public record Recipe(
    String name,
    long steps,
    List<Phase> phases,
    int batchSize,
    int shards,
    Optimizer optimizer,
    Schedule schedule,
    double labelSmoothing,
    boolean balanced,
    @Nullable Pruning pruning,
    double ema,
    @Json.Optional @Nullable Integer patience,
    @Json.Optional @Nullable ResizeCrop frame,
    @Json.Optional @Nullable BinaryLoss binary,
    @Json.Optional @Nullable Double stochasticDepth,
    @Json.Optional @Nullable Integer parts,
    @Json.Optional @Nullable Double clip,
    @Json.Optional @Nullable Averaging averaging) {
  public Recipe {
    phases = List.copyOf(phases);
    if (patience != null && patience < 1) {
      throw new IllegalArgumentException(
          "expected a patience of at least 1 epoch, got " + patience);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("expected a batch size of at least 1, got " + batchSize);
    }
    if (parts != null && (parts < 1 || batchSize % parts != 0)) {
      throw new IllegalArgumentException(
          "expected a number of parts that divides the batch size of "
              + batchSize
              + ", got "
              + parts);
    }
    if (stochasticDepth != null && !(stochasticDepth >= 0 && stochasticDepth < 1)) {
      throw new IllegalArgumentException(
          "expected a stochastic depth in [0, 1), got " + stochasticDepth);
    }
    if (clip != null && !(clip > 0)) {
      throw new IllegalArgumentException("expected a greatest norm above 0, got " + clip);
    }
    parts = parts != null && parts == 1 ? null : parts;
    if (phases.isEmpty() || shards < 1) {
      throw new IllegalArgumentException(
          "expected a recipe of at least 1 phase and 1 shard, got "
              + phases.size()
              + " phases and "
              + shards
              + " shards");
    }
  }

  /** A recipe without the optional components. */
  public Recipe(
      String name,
      long steps,
      List<Phase> phases,
      int batchSize,
      int shards,
      Optimizer optimizer,
      Schedule schedule,
      double labelSmoothing,
      boolean balanced,
      @Nullable Pruning pruning,
      double ema) {
    this(
        name,
        steps,
        phases,
        batchSize,
        shards,
        optimizer,
        schedule,
        labelSmoothing,
        balanced,
        pruning,
        ema,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The number of {@link #parts}. */
  public int partCount() {
    return parts == null ? 1 : parts;
  }

  /** The images that are computed at once. */
  public int partSize() {
    return batchSize / partCount();
  }

  /**
   * The share by which the average of the weights moves towards them.
   *
   * @param done the number of finished steps
   * @param total the number of steps of the run
   */
  public double averageShare(long done, long total) {
    return averaging == null ? 1 - ema : averaging.share(ema, done, total);
  }

  /** The network as it is trained: with stochastic depth where the recipe has it. */
  public Architecture trained(Architecture network) {
    return stochasticDepth == null ? network : StochasticDepth.in(network, stochasticDepth);
  }

  /** The images as they are measured: in the recipe's frame where it has one. */
  public Split framed(Split data) {
    if (frame == null) {
      return data;
    }
    Dataset validation = data.validation().framed(frame);
    return new Split(
        data.train(), validation, data.setsTestAside() ? data.test().framed(frame) : validation);
  }

  /** This recipe with some components changed. */
  public RecipeBuilder but() {
    return new RecipeBuilder(this);
  }

  /** A copy with another batch size, in the fewest parts that are not larger than they are now. */
  public Recipe withBatchSize(int value) {
    int fewest = 1;
    while (fewest < value && (value % fewest != 0 || value / fewest > partSize())) {
      fewest++;
    }
    return but().batchSize(value).parts(parts == null ? null : Integer.valueOf(fewest)).build();
  }

  /** A copy whose loss weights classes, or images, equally. */
  public Recipe withBalanced(boolean value) {
    return but().balanced(value).build();
  }

  /** A copy with another optimizer. */
  public Recipe withOptimizer(Optimizer value) {
    return but().optimizer(value).build();
  }

  /** A copy with another {@link #patience}. */
  public Recipe withPatience(int value) {
    return but().patience(value).build();
  }

  /**
   * A copy scaled to another number of epochs: phases and schedule keep their proportions, rounded
   * to whole epochs; a phase of less than half an epoch is dropped.
   */
  public Recipe withEpochs(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "expected a number of epochs of at least 1, got " + epochs);
    }
    double scale = (double) epochs / phases.stream().mapToInt(Phase::epochs).sum();
    List<Phase> scaled = new ArrayList<>();
    int before = 0;
    double end = 0;
    for (Phase phase : phases) {
      end += phase.epochs() * scale;
      int length = (int) Math.round(end) - before;
      if (length > 0) {
        scaled.add(new Phase(length, phase.size(), phase.augmentation()));
        before += length;
      }
    }
    return but().steps(0).phases(scaled).build();
  }

  /** The number of epochs for a training set of that size; the last one may be cut short. */
  public int epochs(int images) {
    if (steps == 0) {
      return phases.stream().mapToInt(Phase::epochs).sum();
    }
    long perEpoch = Math.max(1, images / batchSize);
    return Math.toIntExact((steps + perEpoch - 1) / perEpoch);
  }

  /** As {@link #requireFit(Architecture, Dataset, Set)}, with no frozen parameters. */
  public void requireFit(Architecture network, Dataset train) {
    requireFit(network, train, Set.of());
  }

  /**
   * Checks that every epoch fills a batch, that the network takes the images of every phase, and
   * that every shard has statistics for the normalisations that are trained.
   *
   * @param frozen the names of the frozen parameters and buffers
   * @throws IllegalArgumentException if not; the message says which
   */
  public void requireFit(Architecture network, Dataset train, Set<String> frozen) {
    if (train.classes().size() < 2) {
      throw new IllegalArgumentException(
          train.name() + ": expected at least 2 classes, got " + train.classes().size());
    }
    int images = train.size();
    Summary.requireAffordable(network, train.shape());
    requireFrame(train.shape());
    for (Phase phase : phases) {
      Shape shown = phase.shown(train.shape());
      try {
        Summary.requireAffordable(network, shown);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "recipe "
                + name
                + " shows images of "
                + shown
                + ", which do not fit "
                + network.name()
                + ": choose another recipe or images of another size ("
                + e.getMessage()
                + ")",
            e);
      }
      requireStatistics(network, shown, frozen);
    }
    for (int epoch = 0; epoch < epochs(images); epoch++) {
      if (images(epoch, images) < batchSize) {
        throw new IllegalArgumentException(
            "expected at least "
                + batchSize
                + " training images, a whole batch, in epoch "
                + (epoch + 1)
                + ", got "
                + images(epoch, images)
                + ": choose a smaller batch or more data");
      }
    }
  }

  private void requireFrame(Shape images) {
    if (frame != null && (frame.height() != images.height() || frame.width() != images.width())) {
      throw new IllegalArgumentException(
          "recipe "
              + name
              + " evaluates on images of "
              + frame.height()
              + " x "
              + frame.width()
              + " pixels, but the network takes "
              + images
              + ": change the recipe's frame or the network's input");
    }
  }

  /** Checks that the smallest shard has more than one value of each channel to normalise. */
  private void requireStatistics(Architecture network, Shape shown, Set<String> frozen) {
    int smallest = partSize() / Math.min(shards, partSize());
    Shapes normalised =
        new Shapes() {
          @Override
          public Shape batchNorm(BatchNorm norm, Shape x) {
            if (!frozen.contains(norm.mean().name())) {
              norm.requireStatistics((long) smallest * x.height() * x.width());
            }
            return super.batchNorm(norm, x);
          }
        };
    try {
      network.layers().apply(normalised, shown);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected a batch size of at least "
              + 2 * shards
              + " for "
              + network.name()
              + " on images of "
              + shown
              + " in "
              + shards
              + " shards, got "
              + batchSize
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** The number of images of an epoch, counted from 0, in a training set of that size. */
  public int images(int epoch, int images) {
    return pruning == null ? images : pruning.kept(epoch, epochs(images), images);
  }

  /** The number of steps of a whole run over a training set of that size. */
  public long totalSteps(int images) {
    if (steps > 0) {
      return steps;
    }
    long total = 0;
    for (int epoch = 0; epoch < epochs(images); epoch++) {
      total += images(epoch, images) / batchSize;
    }
    return total;
  }

  /** The phase of an epoch counted from 0; the last phase continues to the end of the run. */
  public Phase phase(int epoch) {
    int end = 0;
    for (Phase phase : phases) {
      end += phase.epochs();
      if (epoch < end) {
        return phase;
      }
    }
    return phases.get(phases.size() - 1);
  }
}
