package org.resnet4j.torch;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Layer;

/**
 * Statistics of the inputs of a network's normalisations on some images, by which their running
 * statistics can be restated without changing the network's function. Weights with uninformative
 * statistics (folded into scale and shift, or from another kind of images) can then be trained with
 * batch statistics, which are close to those that the weights expect.
 */
public final class NormStatistics {
  private final Network network;
  private final Map<String, Sums> sums = new HashMap<>();

  /** Per channel: values and their squares, as batch means times batch sizes. */
  private static final class Sums {
    private final double[] values;
    private final double[] squares;
    private long images;

    Sums(int channels) {
      values = new double[channels];
      squares = new double[channels];
    }
  }

  /** Statistics of no images. */
  public NormStatistics(Network network) {
    this.network = network;
  }

  /** Adds the statistics of images {@code [n, c, h, w]} in inference. */
  public void add(Tensor images) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Autocast autocast = new Autocast(network.device(), network.precision())) {
      network.architecture().layers().apply(new Noting(network.state()), images);
    }
  }

  /**
   * Restates the normalisations that are not frozen: their running statistics become those of the
   * images, and scale and shift compensate.
   */
  public void restate() {
    for (Layer layer : network.architecture().layers().walk().toList()) {
      if (layer instanceof BatchNorm norm && !network.keepsStatistics(norm)) {
        Sums sum = sums.get(norm.name());
        if (sum != null) {
          restate(norm, sum);
        }
      }
    }
  }

  private void restate(BatchNorm norm, Sums sum) {
    TensorMap state = network.state();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      float[] scale = HostMemory.floats(state.get(norm.scale().name()));
      float[] shift = HostMemory.floats(state.get(norm.shift().name()));
      float[] mean = HostMemory.floats(state.get(norm.mean().name()));
      float[] variance = HostMemory.floats(state.get(norm.variance().name()));
      for (int c = 0; c < norm.channels(); c++) {
        double newMean = sum.values[c] / sum.images;
        double newVariance = Math.max(0, sum.squares[c] / sum.images - newMean * newMean);
        double slope = scale[c] / Math.sqrt(variance[c] + norm.epsilon());
        shift[c] += (float) (slope * (newMean - mean[c]));
        scale[c] = (float) (slope * Math.sqrt(newVariance + norm.epsilon()));
        mean[c] = (float) newMean;
        variance[c] = (float) newVariance;
      }
      state.get(norm.scale().name()).copy_(torch.tensor(scale));
      state.get(norm.shift().name()).copy_(torch.tensor(shift));
      state.get(norm.mean().name()).copy_(torch.tensor(mean));
      state.get(norm.variance().name()).copy_(torch.tensor(variance));
    }
  }

  /** Inference that notes what passes. */
  private final class Noting extends TorchOps {
    Noting(TensorMap state) {
      super(state, null, Set.of());
    }

    @Override
    public Tensor batchNorm(BatchNorm norm, Tensor x) {
      try (PointerScope scope = new PointerScope()) {
        Tensor rows = x.to(ScalarType.Double).transpose(0, 1).flatten(1, -1);
        Sums sum = sums.computeIfAbsent(norm.name(), name -> new Sums(norm.channels()));
        float[] values = HostMemory.floats(rows.mean(1));
        float[] squares = HostMemory.floats(rows.square().mean(1));
        for (int c = 0; c < values.length; c++) {
          sum.values[c] += values[c] * (double) x.size(0);
          sum.squares[c] += squares[c] * (double) x.size(0);
        }
        sum.images += x.size(0);
      }
      return super.batchNorm(norm, x);
    }
  }
}
