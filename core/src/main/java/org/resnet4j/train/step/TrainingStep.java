package org.resnet4j.train.step;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
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
  /** Added to the norm by torch. */
  private static final double CLIP_EPSILON = 1e-6;

  private final Network network;
  private final TensorMap momenta;
  private final Recipe recipe;
  private final Loss loss;
  private final Workers workers;
  private final Optimizer.Rule rule;
  private final Differentiation differentiation;

  /** The gradients of the step so far. */
  private TensorMap sums = new TensorMap();

  private boolean finite = true;
  private long steps;

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
    /** That of no image. */
    public static final Result NONE = new Result(new float[0], 0);

    /** The results of two parts of a batch. */
    public Result and(Result other) {
      float[] both = Arrays.copyOf(losses, losses.length + other.losses.length);
      System.arraycopy(other.losses, 0, both, losses.length, other.losses.length);
      return new Result(both, right + other.right);
    }

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

    /** A part of a step of {@code images} images. */
    Shard(Batch part, int images) {
      this.part = part;
      this.images = images;
    }

    /**
     * Computes the gradients of its share of the mean loss over the whole step.
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
      Tensor partners = HostMemory.labels(part.partners(), part.size(), network.device());
      Tensor each = loss.each(output.logits(), labels, partners, part.share());
      losses = HostMemory.floats(each);
      Tensor predicted = output.logits().argmax(new LongOptional(1), false);
      right = (int) predicted.eq(labels).sum().item_long();
      Tensor total = each.sum();
      for (SideOutput side : output.sideOutputs()) {
        Tensor sum = loss.each(side.logits(), labels, partners, part.share()).sum();
        total = total.add(sum, new Scalar(side.lossWeight()));
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
    Result result = add(batch, batch.size(), seed);
    update(factor, steps);
    return result;
  }

  /**
   * Adds the gradients of some of a step's images; {@link #update} then ends the step.
   *
   * @param images of the whole step
   * @param seed for dropout
   */
  public Result add(Batch batch, int images, long seed) {
    int count = Math.min(recipe.shards(), batch.size());
    List<Shard> shards =
        IntStream.range(0, count).mapToObj(i -> new Shard(batch.part(i, count), images)).toList();
    try {
      workers.run(count, i -> shards.get(i).differentiate(i == 0, seed + i));
      Result result = together(shards, batch.size());
      finite &= Double.isFinite(result.meanLoss());
      if (finite) {
        add(shards.stream().map(shard -> shard.gradients).toList());
      }
      return result;
    } finally {
      shards.forEach(shard -> shard.gradients.close());
    }
  }

  /** Adds gradients to those of the step. */
  private void add(List<TensorMap> parts) {
    boolean first = sums.asMap().isEmpty();
    if (first) {
      sums.putAll("", parts.get(0));
    }
    List<TensorMap> more = first ? parts.subList(1, parts.size()) : parts;
    workers.run(
        workers.count(),
        index ->
            forEach(
                index,
                (parameter, sum) -> more.forEach(part -> sum.add_(part.get(parameter.name())))));
  }

  /**
   * Updates the weights by the gradients that were added since the last step, unless a loss was not
   * finite.
   *
   * @param factor the schedule's factor on the rates
   * @param step the number of steps before this one
   */
  public void update(double factor, long step) {
    try {
      if (finite) {
        double scale = recipe.clip() == null ? 1 : scale(recipe.clip());
        workers.run(workers.count(), index -> update(index, scale, factor, step));
      }
    } finally {
      sums.close();
      sums = new TensorMap();
      finite = true;
      steps = step + 1;
    }
  }

  /**
   * The factor that shortens the gradient of all parameters, as torch's {@code clip_grad_norm_}.
   */
  private double scale(double most) {
    double squares = 0;
    try (PointerScope scope = new PointerScope()) {
      for (Tensor sum : sums.asMap().values()) {
        double norm = sum.norm().item_double();
        squares += norm * norm;
      }
    }
    return Math.min(1, most / (Math.sqrt(squares) + CLIP_EPSILON));
  }

  private boolean update(int index, double scale, double factor, long step) {
    return forEach(
        index,
        (parameter, gradient) -> {
          if (scale < 1) {
            gradient.mul_(new Scalar(scale));
          }
          String name = parameter.name();
          rule.update(
              parameter, network.state().get(name), gradient, momenta.get(name), factor, step);
        });
  }

  /** Calls with every {@code count}-th parameter that has a gradient, and that. */
  private boolean forEach(int index, BiConsumer<Parameter, Tensor> use) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Parameter> trainable = network.trainable();
      for (int i = index; i < trainable.size(); i += workers.count()) {
        Tensor sum = sums.asMap().get(trainable.get(i).name());
        if (sum != null) {
          use.accept(trainable.get(i), sum);
        }
      }
    }
    return true;
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

  /** Frees the prepared step, but not the network, momenta and workers. */
  @Override
  public void close() {
    sums.close();
    differentiation.close();
  }
}
