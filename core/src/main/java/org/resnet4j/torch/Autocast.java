package org.resnet4j.torch;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While open, convolutions and matrix products of this thread are computed in a network's
 * precision. Backward passes belong outside. Closing frees the casted copies of the weights.
 */
public final class Autocast implements AutoCloseable {
  private final Device device;
  private final boolean before;

  public Autocast(Device device, Precision precision) {
    this.device = device;
    this.before = torch.is_autocast_enabled(device.type());
    torch.set_autocast_dtype(device.type(), ScalarType.BFloat16);
    torch.set_autocast_enabled(device.type(), precision == Precision.BF16);
  }

  @Override
  public void close() {
    torch.clear_cache();
    torch.set_autocast_enabled(device.type(), before);
  }
}
