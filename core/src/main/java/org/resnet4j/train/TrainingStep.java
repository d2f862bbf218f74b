package org.resnet4j.train;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.data.Batch;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TorchOps.SideOutput;
import org.resnet4j.torch.Workers;

/**
 * One step: images to logits, logits to losses, losses to gradients, gradients to new weights. It
 * is what {@link Trainer} repeats, for programs that keep their own loop.
 */
public final class TrainingStep {
  private final Network network;
  private final TensorMap momenta;
  private final Recipe recipe;
  private final Loss loss;
  private final Workers workers;
  private final Optimizer.Rule rule;

  /**
   * Steps of one network by one recipe.
   *
   * @param momenta what {@link Optimizer#momenta} gave for the network; the caller stays its owner
   * @param recipe of which a step uses the optimizer and the shards
   * @param loss whose mean over the images of a batch becomes smaller
   * @param workers who compute the shards; the caller closes them
   */
  public TrainingStep(
      Network network, TensorMap momenta, Recipe recipe, Loss loss, Workers workers) {
    this.network = network;
    this.momenta = momenta;
    this.recipe = recipe;
    this.loss = loss;
    this.workers = workers;
    this.rule = recipe.optimizer().rule(network.architecture());
  }

  /**
   * What a batch showed before the weights changed.
   *
   * @param losses of each image
   * @param right how many images had their class on top
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

  /** What a shard of a batch showed, and its share of the gradients. */
  private record Shard(float[] losses, int right, TensorMap gradients) {}

  /**
   * Makes a step, unless the loss is not finite: then the weights stay as they are, though the
   * running statistics of normalisations have seen the batch.
   *
   * @param factor what the schedule multiplies the rates with
   * @param seed decides what dropout drops
   */
  public Result run(Batch batch, double factor, long seed) {
    int count = Math.min(recipe.shards(), batch.size());
    Shard[] made = new Shard[count];
    try {
      List<Shard> shards =
          workers.run(
              count,
              i -> {
                Batch part = batch.part(i, count);
                made[i] = differentiate(part, i == 0, batch.size(), seed + i);
                return made[i];
              });
      Result result = together(shards, batch.size());
      if (Double.isFinite(result.meanLoss())) {
        workers.run(workers.count(), i -> update(i, shards, factor));
      }
      return result;
    } finally {
      for (Shard shard : made) {
        if (shard != null) { // One failed.
          shard.gradients().close();
        }
      }
    }
  }

  /**
   * The gradients of a shard's share of the mean loss over the whole batch.
   *
   * @param first whether the running statistics follow this shard
   */
  private Shard differentiate(Batch shard, boolean first, int images, long seed) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels =
          HostMemory.images(shard.pixels(), shard.size(), shard.shape(), network.device());
      Tensor labels = HostMemory.labels(shard.labels(), shard.size(), network.device());
      TrainingOutput output = network.forwardTraining(pixels, seed, first);
      Tensor losses = loss.each(output.logits(), labels);
      Tensor total = losses.sum();
      for (SideOutput side : output.sideOutputs()) {
        total = total.add(loss.each(side.logits(), labels).sum(), new Scalar(side.lossWeight()));
      }
      return new Shard(
          HostMemory.floats(losses),
          right(output.logits(), labels),
          network.gradients(total.div(new Scalar(images))));
    }
  }

  private static int right(Tensor logits, Tensor labels) {
    Tensor predicted = logits.argmax(new LongOptional(1), false);
    return (int) predicted.eq(labels).sum().item_long();
  }

  private static Result together(List<Shard> shards, int images) {
    float[] losses = new float[images];
    int from = 0;
    int right = 0;
    for (Shard shard : shards) {
      System.arraycopy(shard.losses(), 0, losses, from, shard.losses().length);
      from += shard.losses().length;
      right += shard.right();
    }
    return new Result(losses, right);
  }

  /** Changes every {@code count}-th parameter by the sum of its gradients. */
  private boolean update(int index, List<Shard> shards, double factor) {
    TensorMap sums = shards.get(0).gradients();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Parameter> trainable = network.trainable();
      for (int i = index; i < trainable.size(); i += workers.count()) {
        String name = trainable.get(i).name();
        Tensor gradient = sums.asMap().get(name);
        if (gradient != null) {
          for (Shard shard : shards.subList(1, shards.size())) {
            gradient.add_(shard.gradients().get(name));
          }
          rule.update(
              trainable.get(i), network.state().get(name), gradient, momenta.get(name), factor);
        }
      }
    }
    return true;
  }
}
