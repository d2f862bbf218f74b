package org.resnet4j.train.recipe;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.Dataset;

/**
 * The training loss: that of the recipe's {@link BinaryLoss}, or the cross-entropy of each image,
 * weighted by its class, as torch defines it. Unlike torch's, the mean over a batch divides by the
 * number of images, not by the sum of their weights, so an image counts the same in any batch and
 * shard.
 *
 * @param labelSmoothing the fraction of the target that is spread over all classes
 * @param classWeights by label; empty if all classes have weight 1
 * @param binary the loss by class; null for the cross-entropy
 */
public record Loss(double labelSmoothing, List<Double> classWeights, @Nullable BinaryLoss binary) {
  /** at::Reduction::None of libtorch: a loss for each image. */
  private static final long EACH = 0;

  /** torch's default label to ignore; no image has it. */
  private static final long NO_LABEL = -100;

  /** Copies the list. */
  public Loss {
    classWeights = List.copyOf(classWeights);
    if (binary != null && !classWeights.isEmpty()) {
      throw new IllegalArgumentException(
          "class weights are for the cross-entropy: leave them out of a binary loss");
    }
  }

  /** The cross-entropy. */
  public Loss(double labelSmoothing, List<Double> classWeights) {
    this(labelSmoothing, classWeights, null);
  }

  /** The loss of a recipe on a training set. */
  public static Loss of(Recipe recipe, Dataset train) {
    return new Loss(
        recipe.labelSmoothing(), recipe.balanced() ? balanced(train) : List.of(), recipe.binary());
  }

  /**
   * Weights by inverse frequency, with a mean of 1 over the images; 0 for a class without images.
   */
  private static List<Double> balanced(Dataset train) {
    int[] counts = new int[train.classes().size()];
    for (int i = 0; i < train.size(); i++) {
      counts[train.label(i)]++;
    }
    double share = (double) train.size() / IntStream.of(counts).filter(n -> n > 0).count();
    return IntStream.of(counts).mapToObj(n -> n == 0 ? 0 : share / n).toList();
  }

  /**
   * The losses {@code [n]} of logits {@code [n, classes]} for mixed images, in the caller's scope.
   *
   * @param labels {@code [n]}
   * @param partners {@code [n]}, the labels of the images mixed in
   * @param share of the images' own labels, 0 to 1
   */
  public Tensor each(Tensor logits, Tensor labels, Tensor partners, double share) {
    if (binary != null) {
      Tensor targets = smoothed(logits, labels).mul_(new Scalar(share));
      targets.add_(smoothed(logits, partners), new Scalar(1 - share));
      Tensor questions =
          targets.gt(new Scalar(binary.threshold())).to(logits.device(), logits.scalar_type());
      return torch
          .binary_cross_entropy_with_logits(
              logits, questions, new TensorOptional(), new TensorOptional(), EACH)
          .mean(1);
    }
    Tensor own = crossEntropy(logits, labels);
    return share == 1
        ? own
        : own.mul(new Scalar(share)).add(crossEntropy(logits, partners).mul(new Scalar(1 - share)));
  }

  /** Labels as distributions {@code [n, classes]}. */
  private Tensor smoothed(Tensor logits, Tensor labels) {
    double off = labelSmoothing / logits.size(1);
    return torch
        .full_like(logits, new Scalar(off))
        .scatter_(1, labels.unsqueeze(1), new Scalar(1 - labelSmoothing + off));
  }

  /** As above, for images as they are. */
  public Tensor each(Tensor logits, Tensor labels) {
    return each(logits, labels, labels, 1);
  }

  private Tensor crossEntropy(Tensor logits, Tensor labels) {
    return torch.cross_entropy_loss(
        logits, labels, weights(logits), EACH, NO_LABEL, labelSmoothing);
  }

  private TensorOptional weights(Tensor logits) {
    if (classWeights.isEmpty()) {
      return new TensorOptional();
    }
    double[] values = classWeights.stream().mapToDouble(Double::doubleValue).toArray();
    return new TensorOptional(torch.tensor(values).to(logits.device(), logits.scalar_type()));
  }
}
