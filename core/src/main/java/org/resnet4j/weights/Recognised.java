package org.resnet4j.weights;

import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.torch.TensorMap;

/**
 * A network and the tensors that belong to it.
 *
 * @param architecture with the number of classes and image channels of the tensors, and the image
 *     size of the catalog, which no tensor determines; without a head, also the catalog's classes
 * @param origin the naming scheme of the tensors
 * @param tensors under torchvision's names, sharing memory with the originals
 * @param prefix of their names, for example {@code module.}, or empty
 * @param hasHead whether the weights of the final layer are included
 * @param leftOut the names of tensors that do not belong to the network
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

  /** Frees the tensors, but not the originals. */
  @Override
  public void close() {
    tensors.close();
  }
}
