package org.resnet4j.weights;

import org.resnet4j.arch.Architecture;
import org.resnet4j.torch.TensorMap;

/** Stub. */
public record Recognised(Architecture architecture, Origin origin, TensorMap tensors)
    implements AutoCloseable {
  @Override
  public void close() {
    tensors.close();
  }
}
