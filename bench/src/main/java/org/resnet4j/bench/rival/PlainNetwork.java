package org.resnet4j.bench.rival;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.resnet4j.torch.Network;

/** Networks in libtorch's defaults: fp32, and every weight NCHW. */
public final class PlainNetwork {
  private PlainNetwork() {}

  /** The same network, whose weights are no longer channels-last: libtorch computes as they are. */
  public static Network of(Network network) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Tensor tensor : network.state().asMap().values()) {
        // Not contiguous(): a 1x1 kernel has both layouts, and would keep its strides.
        Tensor plain =
            torch.empty_like(
                tensor, tensor.options(), new MemoryFormatOptional(MemoryFormat.Contiguous));
        plain.copy_(tensor);
        tensor.set_data(plain);
      }
    }
    return network;
  }
}
