package org.resnet4j.train.recipe;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.data.Dataset;

/**
 * The training loss: the cross-entropy of each image, weighted by its class, as torch defines it.
 * Unlike torch's, the mean over a batch divides by the number of images, not by the sum of their
 * weights, so an image counts the same in any batch and shard.
 *
 * @param labelSmoothing the fraction of the target that is spread over all classes
 * @param classWeights by label; empty if all classes have weight 1
 */
public record Loss(double labelSmoothing, List<Double> classWeights) {
  /** at::Reduction::None of libtorch: a loss for each image. */
  private static final long EACH = 0;

  /** torch's default label to ignore; no image has it. */
  private static final long NO_LABEL = -100;

  public Loss {
    classWeights = List.copyOf(classWeights);
  }

  /** The loss of a recipe on a training set. */
  public static Loss of(Recipe recipe, Dataset train) {
    return new Loss(recipe.labelSmoothing(), recipe.balanced() ? balanced(train) : List.of());
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

  /** The losses {@code [n]} of logits {@code [n, classes]} in the caller's scope. */
  public Tensor each(Tensor logits, Tensor labels) {
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
