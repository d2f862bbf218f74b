package org.resnet4j.train.step;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.compiled.gradient.Differentiation;
import org.resnet4j.data.Batch;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TorchOps.SideOutput;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;

/**
 * One training step: forward pass, loss, backward pass, weight update. {@link Trainer} repeats it;
 * programs with their own training loop can, too. They should check {@link Network#flaw} before
 * they save weights: after a rectifier, NaN leaves the loss finite.
 */
public final class TrainingStep implements AutoCloseable {
  private final Network network;
  private final TensorMap momenta;
  private final Recipe recipe;
  private final Loss loss;
  private final Workers workers;
  private final Optimizer.Rule rule;
  private final Differentiation differentiation;

  /**
   * Prepares steps of one network by one recipe.
   *
   * @param network whose set of frozen parameters must not change until {@link #close}
   * @param momenta from {@link Optimizer#momenta} for the network; the caller remains their owner
   * @param recipe whose optimizer and shards are used
   * @param loss whose mean over the images of a batch is minimised
   * @param workers that compute the shards; the caller closes them
   */
  public TrainingStep(
      Network network, TensorMap momenta, Recipe recipe, Loss loss, Workers workers) {
    this(network, momenta, recipe, loss, workers, Differentiation.of(network));
  }

  /**
   * As above, by another way to the gradients, as comparisons of speed and accuracy need it.
   *
   * @param differentiation that computes the gradients; this step closes it
   */
  @SuppressWarnings("exports")
  public TrainingStep(
      Network network,
      TensorMap momenta,
      Recipe recipe,
      Loss loss,
      Workers workers,
      Differentiation differentiation) {
    this.network = network;
    this.momenta = momenta;
    this.recipe = recipe;
    this.loss = loss;
    this.workers = workers;
    this.rule = recipe.optimizer().rule(network.architecture());
    this.differentiation = differentiation;
  }

  /**
   * The result of a batch with the weights before the update.
   *
   * @param losses of each image
   * @param right the number of images classified correctly
   */
  public record Result(float[] losses, int right) {
    /** The loss of the batch, not finite if an image's is not. */
    public double meanLoss() {
      double sum = 0;
      for (float loss : losses) {
        sum += loss;
      }
      return sum / losses.length;
    }
  }

  /** A part of a batch: its losses, and its share of the gradients. */
  private final class Shard {
    private final Batch part;
    private final int images;
    private float[] losses = {};
    private int right;
    private TensorMap gradients = new TensorMap();

    /** A part of a batch of {@code images} images. */
    Shard(Batch part, int images) {
      this.part = part;
      this.images = images;
    }

    /**
     * Computes the gradients of its share of the mean loss over the whole batch.
     *
     * @param first whether the running statistics follow this shard
     */
    Shard differentiate(boolean first, long seed) {
      try (PointerScope scope = new PointerScope()) {
        Tensor pixels =
            HostMemory.images(part.pixels(), part.size(), part.shape(), network.device());
        gradients = differentiation.gradients(pixels, seed, first, this::share);
        return this;
      }
    }

    private Tensor share(TrainingOutput output) {
      Tensor labels = HostMemory.labels(part.labels(), part.size(), network.device());
      Tensor each = loss.each(output.logits(), labels);
      losses = HostMemory.floats(each);
      Tensor predicted = output.logits().argmax(new LongOptional(1), false);
      right = (int) predicted.eq(labels).sum().item_long();
      Tensor total = each.sum();
      for (SideOutput side : output.sideOutputs()) {
        total = total.add(loss.each(side.logits(), labels).sum(), new Scalar(side.lossWeight()));
      }
      return total.div(new Scalar(images));
    }
  }

  /**
   * Performs a step. If the loss is not finite, the weights do not change, but the running
   * statistics of normalisations have been updated.
   *
   * @param factor the schedule's factor on the rates
   * @param seed for dropout
   */
  public Result run(Batch batch, double factor, long seed) {
    int count = Math.min(recipe.shards(), batch.size());
    List<Shard> shards =
        IntStream.range(0, count)
            .mapToObj(i -> new Shard(batch.part(i, count), batch.size()))
            .toList();
    try {
      workers.run(count, i -> shards.get(i).differentiate(i == 0, seed + i));
      Result result = together(shards, batch.size());
      if (Double.isFinite(result.meanLoss())) {
        workers.run(workers.count(), i -> update(i, shards, factor));
      }
      return result;
    } finally {
      shards.forEach(shard -> shard.gradients.close());
    }
  }

  private static Result together(List<Shard> shards, int images) {
    float[] losses = new float[images];
    int from = 0;
    int right = 0;
    for (Shard shard : shards) {
      System.arraycopy(shard.losses, 0, losses, from, shard.losses.length);
      from += shard.losses.length;
      right += shard.right;
    }
    return new Result(losses, right);
  }

  /** Updates every {@code count}-th parameter by the sum of its gradients. */
  private boolean update(int index, List<Shard> shards, double factor) {
    TensorMap sums = shards.get(0).gradients;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Parameter> trainable = network.trainable();
      for (int i = index; i < trainable.size(); i += workers.count()) {
        String name = trainable.get(i).name();
        Tensor gradient = sums.asMap().get(name);
        if (gradient != null) {
          for (Shard shard : shards.subList(1, shards.size())) {
            gradient.add_(shard.gradients.get(name));
          }
          rule.update(
              trainable.get(i), network.state().get(name), gradient, momenta.get(name), factor);
        }
      }
    }
    return true;
  }

  /** Frees the prepared step, but not the network, momenta and workers. */
  @Override
  public void close() {
    differentiation.close();
  }
}
