package org.resnet4j.weights;

import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.torch.TensorMap;

/**
 * A network and the tensors that belong to it.
 *
 * @param architecture with the number of classes and image channels of the tensors, and the image
 *     size of the catalog, which no tensor tells; without a head, also the catalog's classes
 * @param origin whose names the tensors had
 * @param tensors under torchvision's names, sharing memory with those that they were made of
 * @param prefix of their names, for example {@code module.}, or an empty text
 * @param hasHead whether the weights of the layer that gives the logits are among them
 * @param leftOut the names of tensors that take no part in the network
 */
public record Recognised(
    Architecture architecture,
    Origin origin,
    TensorMap tensors,
    String prefix,
    boolean hasHead,
    List<String> leftOut)
    implements AutoCloseable {

  /** Makes the names unmodifiable. */
  public Recognised {
    leftOut = List.copyOf(leftOut);
  }

  /** Frees the tensors, but not those that they were made of. */
  @Override
  public void close() {
    tensors.close();
  }
}
