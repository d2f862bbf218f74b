package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.torch.Probe.Kind;

/** Computes a network and shows a probe its activations. */
final class ProbingOps extends TorchOps {
  private final Probe probe;

  /** Sums whose block has not ended, so that its name is still unknown. */
  private final List<Sum> waiting = new ArrayList<>();

  private record Sum(float[] branch, float[] shortcut, float[] sum) {}

  ProbingOps(TensorMap state, @Nullable TrainingPass training, Probe probe) {
    super(state, training, Set.of());
    this.probe = probe;
  }

  @Override
  public Tensor conv(Conv conv, Tensor x) {
    Tensor y = super.conv(conv, x);
    probe.see(conv.name(), Kind.CONVOLUTION, HostMemory.floats(y));
    return y;
  }

  @Override
  public Tensor batchNorm(BatchNorm norm, Tensor x) {
    Tensor y = super.batchNorm(norm, x);
    probe.see(norm.name(), Kind.NORMALISATION, HostMemory.floats(y));
    return y;
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    Tensor y = super.add(a, b);
    waiting.add(new Sum(HostMemory.floats(a), HostMemory.floats(b), HostMemory.floats(y)));
    return y;
  }

  @Override
  public Tensor mark(String name, Tensor x) {
    for (Sum sum : waiting) {
      probe.see(name, Kind.BRANCH, sum.branch());
      probe.see(name, Kind.SHORTCUT, sum.shortcut());
      probe.see(name, Kind.SUM, sum.sum());
    }
    waiting.clear();
    probe.see(name, Kind.PLACE, HostMemory.floats(x));
    return x;
  }
}
