package org.resnet4j.torch;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While open, convolutions and matrix products of this thread are computed in a network's
 * precision. Backward passes belong outside. Cast weights are not cached: a pass uses each once,
 * and the cache is shared by all threads.
 */
public final class Autocast implements AutoCloseable {
  private final Device device;
  private final boolean before;
  private final boolean cacheBefore;

  public Autocast(Device device, Precision precision) {
    this.device = device;
    this.before = torch.is_autocast_enabled(device.type());
    this.cacheBefore = torch.is_autocast_cache_enabled();
    torch.set_autocast_cache_enabled(false);
    torch.set_autocast_dtype(device.type(), ScalarType.BFloat16);
    torch.set_autocast_enabled(device.type(), precision == Precision.BF16);
  }

  @Override
  public void close() {
    torch.set_autocast_enabled(device.type(), before);
    torch.set_autocast_cache_enabled(cacheBefore);
  }
}
