package org.resnet4j.train;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.data.Batch;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TorchOps.SideOutput;

/**
 * One step: images to logits, logits to losses, losses to gradients, gradients to new weights. It
 * is what {@link Trainer} repeats, for programs that keep their own loop.
 */
public final class TrainingStep {
  /** at::Reduction::None of libtorch: a loss for each image. */
  private static final long EACH = 0;

  private static final long MEAN = 1;

  /** torch's default label to ignore; no image has it. */
  private static final long NO_LABEL = -100;

  private final Network network;
  private final TensorMap momenta;
  private final Recipe recipe;

  /**
   * Steps of one network by one recipe.
   *
   * @param momenta what {@link Optimizer#momenta} gave for the network; the caller stays its owner
   * @param recipe of which a step uses the optimizer and the label smoothing
   */
  public TrainingStep(Network network, TensorMap momenta, Recipe recipe) {
    this.network = network;
    this.momenta = momenta;
    this.recipe = recipe;
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

  /**
   * Makes a step, unless the loss is not finite: then the weights stay as they are.
   *
   * @param factor what the schedule multiplies the rates with
   */
  public Result run(Batch batch, double factor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor images =
          HostMemory.images(batch.pixels(), batch.size(), batch.shape(), network.device());
      Tensor labels = HostMemory.labels(batch.labels(), batch.size(), network.device());
      TrainingOutput output = network.forwardTraining(images);
      Tensor losses = loss(output.logits(), labels, EACH);
      Tensor total = losses.mean();
      for (SideOutput side : output.sideOutputs()) {
        total = total.add(loss(side.logits(), labels, MEAN).mul(new Scalar(side.lossWeight())));
      }
      Result result = new Result(HostMemory.floats(losses), right(output.logits(), labels));
      if (Double.isFinite(result.meanLoss())) {
        total.backward();
        recipe.optimizer().step(network, momenta, factor);
      }
      return result;
    }
  }

  private Tensor loss(Tensor logits, Tensor labels, long reduction) {
    return torch.cross_entropy_loss(
        logits, labels, new TensorOptional(), reduction, NO_LABEL, recipe.labelSmoothing());
  }

  private static int right(Tensor logits, Tensor labels) {
    Tensor predicted = logits.argmax(new org.bytedeco.pytorch.LongOptional(1), false);
    return (int) predicted.eq(labels).sum().item_long();
  }
}
