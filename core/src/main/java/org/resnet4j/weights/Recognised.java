package org.resnet4j.weights;

import org.resnet4j.arch.Architecture;
import org.resnet4j.torch.TensorMap;

/**
 * A network and the tensors that belong to it.
 *
 * @param architecture with the number of classes and image channels of the tensors, and the image
 *     size of the catalog, which no tensor tells
 * @param origin whose names the tensors had
 * @param tensors under torchvision's names, sharing memory with those that they were made of
 */
public record Recognised(Architecture architecture, Origin origin, TensorMap tensors)
    implements AutoCloseable {

  /** Frees the tensors, but not those that they were made of. */
  @Override
  public void close() {
    tensors.close();
  }
}
