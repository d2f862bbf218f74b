package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Subsample;

/**
 * Computes a layer tree with libtorch. In training, batch statistics are used and the running ones
 * updated, dropout drops, and side classifiers are computed; otherwise not.
 */
public class TorchOps implements Ops<Tensor> {
  static {
    Torch.withoutNnpack();
  }

  private final TensorMap state;
  private final @Nullable TrainingPass training;
  private final Set<String> frozen;
  private @Nullable Generator generator;
  private final List<SideOutput> sideOutputs = new ArrayList<>();

  /**
   * The logits of a side classifier and the weight of their loss.
   *
   * @param logits {@code [n, classes]}
   */
  public record SideOutput(Tensor logits, double lossWeight) {}

  /**
   * The settings of a training pass.
   *
   * @param seed of dropout
   * @param tracking whether the running statistics are updated
   * @param statistics receives mean and variance of each normalisation's input, or null
   */
  record TrainingPass(long seed, boolean tracking, @Nullable TensorMap statistics) {}

  /**
   * @param training null for inference
   * @param frozen names of parameters and buffers that training does not change
   */
  TorchOps(TensorMap state, @Nullable TrainingPass training, Set<String> frozen) {
    this.state = state;
    this.training = training;
    this.frozen = frozen;
  }

  /** The outputs of the side classifiers, in the order of the network. */
  List<SideOutput> sideOutputs() {
    return sideOutputs;
  }

  @Override
  public Tensor conv(Conv conv, Tensor x) {
    return torch.conv2d(
        x,
        state.get(conv.weights().name()),
        conv.bias() ? new TensorOptional(state.get(conv.biases().name())) : new TensorOptional(),
        square(conv.stride()),
        square(conv.padding()),
        square(1),
        conv.groups());
  }

  @Override
  public Tensor batchNorm(BatchNorm norm, Tensor x) {
    TrainingPass pass = frozen.contains(norm.mean().name()) ? null : training;
    if (pass != null) {
      norm.requireStatistics(x.numel() / norm.channels());
    }
    boolean running = pass == null || pass.tracking();
    if (pass != null && pass.tracking()) {
      state.get(norm.batches().name()).add_(new Scalar(1));
    }
    if (pass != null && pass.statistics() != null) {
      measure(norm, x, pass.statistics());
    }
    return torch.batch_norm(
        x,
        new TensorOptional(state.get(norm.scale().name())),
        new TensorOptional(state.get(norm.shift().name())),
        running ? new TensorOptional(state.get(norm.mean().name())) : new TensorOptional(),
        running ? new TensorOptional(state.get(norm.variance().name())) : new TensorOptional(),
        pass != null,
        norm.momentum(),
        norm.epsilon(),
        true);
  }

  /** Mean and biased variance of each channel of {@code [n, c, h, w]}, {@code [c]}. */
  private static void measure(BatchNorm norm, Tensor x, TensorMap statistics) {
    T_TensorTensor_T measured =
        torch.var_mean(x.to(ScalarType.Float), new long[] {0, 2, 3}, false, false);
    statistics.put(norm.mean().name(), new Tensor(measured.get1())); // The pair dies.
    statistics.put(norm.variance().name(), new Tensor(measured.get0()));
  }

  @Override
  public Tensor linear(Linear linear, Tensor x) {
    return torch.linear(
        x,
        state.get(linear.weights().name()),
        new TensorOptional(state.get(linear.biases().name())));
  }

  @Override
  public Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return torch.sigmoid(x);
  }

  @Override
  public Tensor affine(Affine affine, Tensor x) {
    return x.mul(new Scalar(affine.scale())).add(new Scalar(affine.shift()));
  }

  @Override
  public Tensor pool(Pool pool, Tensor x) {
    long[] kernel = square(pool.kernel());
    long[] stride = square(pool.stride());
    long[] padding = square(pool.padding());
    return switch (pool.kind()) {
      case MAX -> torch.max_pool2d(x, kernel, stride, padding, square(1), pool.ceil());
      case AVERAGE ->
          torch.avg_pool2d(x, kernel, stride, padding, pool.ceil(), false, new LongOptional());
    };
  }

  @Override
  public Tensor avgPool(AvgPool pool, Tensor x) {
    return torch.adaptive_avg_pool2d(x, square(pool.size()));
  }

  @Override
  public Tensor flatten(Tensor x) {
    return x.flatten(1, -1);
  }

  @Override
  public Tensor dropout(Dropout dropout, Tensor x) {
    if (training == null) {
      return x;
    }
    if (generator == null) {
      generator = torch.make_generator_cpu(training.seed());
    }
    TensorOptions options = Device.CPU.options(ScalarType.Float);
    Tensor shaped =
        dropout.wholeImages()
            ? torch.empty(imagesOf(x), options, new MemoryFormatOptional())
            : torch.empty_like(x, options, new MemoryFormatOptional());
    Tensor mask = mask(dropout.rate(), shaped, generator);
    return x.mul(mask.to(x.device(), x.scalar_type()));
  }

  /**
   * Fills a tensor with the random factors of a dropout: 0 with probability {@code rate}, otherwise
   * 1/(1-rate).
   */
  public static Tensor mask(double rate, Tensor shaped, Generator generator) {
    double kept = 1 - rate;
    return shaped.bernoulli_(kept, new GeneratorOptional(generator)).div_(new Scalar(kept));
  }

  /** {@code [n, 1, ...]}, with as many dimensions as the tensor. */
  private static long[] imagesOf(Tensor x) {
    long[] shape = new long[(int) x.dim()];
    Arrays.fill(shape, 1);
    shape[0] = x.size(0);
    return shape;
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  public Tensor concat(List<Tensor> parts) {
    return torch.cat(new TensorVector(parts.toArray(new Tensor[0])), 1);
  }

  @Override
  public Tensor subsample(Subsample subsample, Tensor x) {
    Tensor pixels = x;
    if (subsample.stride() > 1) {
      LongOptional all = new LongOptional();
      pixels = x.slice(2, all, all, subsample.stride()).slice(3, all, all, subsample.stride());
    }
    long[] channelPadding = {0, 0, 0, 0, subsample.before(), subsample.after()};
    return torch.constant_pad_nd(pixels, channelPadding);
  }

  @Override
  public Tensor auxiliary(Auxiliary auxiliary, Tensor x) {
    if (training != null) {
      sideOutputs.add(new SideOutput(auxiliary.head().apply(this, x), auxiliary.lossWeight()));
    }
    return x;
  }

  private static long[] square(long size) {
    return new long[] {size, size};
  }
}
