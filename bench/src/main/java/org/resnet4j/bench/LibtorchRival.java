package org.resnet4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.torch.Device;

/**
 * ResNet-20 as one would first write it on libtorch: fp32, NCHW, torch's own SGD. Only the memory
 * is held with care, since without a scope per step the process grows until it dies.
 */
final class LibtorchRival implements Rival {
  private final List<Tensor> parameters = new ArrayList<>();
  private final ConvNorm stem;
  private final List<Block> blocks = new ArrayList<>();
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor images;
  private final Tensor labels;
  private final SGD optimizer;

  LibtorchRival(int batch, int threads) {
    torch.set_num_threads(threads);
    RandomImages random = new RandomImages(batch);
    images = torch.empty(batch, RandomImages.CHANNELS, RandomImages.SIZE, RandomImages.SIZE);
    new FloatPointer(images.data_ptr()).put(random.planes());
    labels =
        torch.empty(
            new long[] {batch}, Device.CPU.options(ScalarType.Long), new MemoryFormatOptional());
    new LongPointer(labels.data_ptr()).put(random.labels());

    stem = convNorm(RandomImages.CHANNELS, 16, 1);
    int channels = 16;
    for (int width : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        int stride = channels == width ? 1 : 2;
        blocks.add(new Block(convNorm(channels, width, stride), convNorm(width, width, 1)));
        channels = width;
      }
    }
    weight = parameter(torch.randn(RandomImages.CLASSES, channels), 1 / Math.sqrt(channels));
    bias = parameter(torch.zeros(RandomImages.CLASSES), 1);
    SGDOptions options = new SGDOptions(0.1);
    options.momentum().put(0.9);
    options.weight_decay().put(1e-4);
    optimizer = new SGD(new TensorVector(parameters.toArray(new Tensor[0])), options);
  }

  private ConvNorm convNorm(int in, int out, int stride) {
    return new ConvNorm(
        parameter(torch.randn(out, in, 3, 3), Math.sqrt(2.0 / (9 * out))),
        parameter(torch.ones(out), 1),
        parameter(torch.zeros(out), 1),
        torch.zeros(out),
        torch.ones(out),
        stride);
  }

  private Tensor parameter(Tensor values, double scale) {
    try (NoGradGuard guard = new NoGradGuard()) {
      values.mul_(new org.bytedeco.pytorch.Scalar(scale));
    }
    values.set_requires_grad(true);
    parameters.add(values);
    return values;
  }

  /** A 3x3 convolution and its normalisation. */
  private record ConvNorm(
      Tensor weight, Tensor scale, Tensor shift, Tensor mean, Tensor variance, int stride) {
    Tensor apply(Tensor x) {
      Tensor y =
          torch.conv2d(
              x,
              weight,
              new TensorOptional(),
              new long[] {stride, stride},
              new long[] {1, 1},
              new long[] {1, 1},
              1);
      return torch.batch_norm(
          y,
          new TensorOptional(scale),
          new TensorOptional(shift),
          new TensorOptional(mean),
          new TensorOptional(variance),
          true,
          0.1,
          1e-5,
          true);
    }
  }

  /** A basic block with shortcut option A. */
  private record Block(ConvNorm first, ConvNorm second) {
    Tensor apply(Tensor x) {
      Tensor branch = second.apply(torch.relu(first.apply(x)));
      return torch.relu(branch.add(shortcut(x)));
    }

    private Tensor shortcut(Tensor x) {
      if (first.stride() == 1) {
        return x;
      }
      LongOptional all = new LongOptional();
      long padding = x.size(1) / 2;
      return torch.constant_pad_nd(
          x.slice(2, all, all, 2).slice(3, all, all, 2), 0, 0, 0, 0, padding, padding);
    }
  }

  @Override
  public Map<String, Double> facts() {
    return Map.of("parameters", (double) parameters.stream().mapToLong(Tensor::numel).sum());
  }

  @Override
  public Map<String, Double> run(int steps) {
    return Rival.timed(steps, this::step);
  }

  private double step() {
    try (PointerScope scope = new PointerScope()) {
      optimizer.zero_grad();
      Tensor x = torch.relu(stem.apply(images));
      for (Block block : blocks) {
        x = block.apply(x);
      }
      Tensor pooled = torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
      Tensor logits = torch.linear(pooled, weight, new TensorOptional(bias));
      Tensor loss = torch.cross_entropy_loss(logits, labels);
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }
}
