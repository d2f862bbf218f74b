package org.resnet4j.weights;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.torch.TensorMap;

/** Stub. */
public final class Recognition {
  private Recognition() {}

  public static Recognised of(TensorMap tensors, Catalog catalog, @Nullable String model)
      throws WeightsException {
    if (model == null) throw new WeightsException("stub");
    TensorMap t = new TensorMap();
    t.putAll("", tensors);
    return new Recognised(catalog.build(model), Origin.TORCHVISION, t);
  }
}
