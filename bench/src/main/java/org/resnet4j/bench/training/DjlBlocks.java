package org.resnet4j.bench.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Subsample;

/** The layers of residual networks in DJL's blocks, without parameters yet. */
final class DjlBlocks {
  private DjlBlocks() {}

  /**
   * The block that computes what a layer does.
   *
   * @throws IllegalArgumentException for layers that residual networks do not have
   */
  static Block of(Layer layer) {
    if (layer instanceof Sequence sequence) {
      SequentialBlock blocks = new SequentialBlock();
      sequence.layers().forEach(inner -> blocks.add(of(inner)));
      return blocks;
    } else if (layer instanceof Residual residual) {
      return sum(of(residual.branch()), of(residual.shortcut()));
    } else if (layer instanceof Conv conv) {
      return convolution(conv);
    } else if (layer instanceof org.resnet4j.layer.BatchNorm norm) {
      return BatchNorm.builder()
          .optEpsilon((float) norm.epsilon())
          .optMomentum(1 - (float) norm.momentum())
          .build();
    } else if (layer instanceof Relu) {
      return Activation.reluBlock();
    } else if (layer instanceof Identity) {
      return Blocks.identityBlock();
    } else if (layer instanceof Subsample subsample) {
      return zeroPadding(subsample);
    } else if (layer instanceof org.resnet4j.layer.Pool pool
        && pool.kind() == org.resnet4j.layer.Pool.Kind.MAX) {
      return Pool.maxPool2dBlock(
          square(pool.kernel()), square(pool.stride()), square(pool.padding()), pool.ceil());
    } else if (layer instanceof AvgPool pool && pool.size() == 1) {
      return Pool.globalAvgPool2dBlock();
    } else if (layer instanceof Flatten) {
      return Blocks.batchFlattenBlock();
    } else if (layer instanceof Linear linear) {
      return ai.djl.nn.core.Linear.builder().setUnits(linear.out()).build();
    }
    throw new IllegalArgumentException(
        "DJL is compared on residual networks, which have no " + layer);
  }

  private static Block sum(Block branch, Block shortcut) {
    return new ParallelBlock(
        outputs ->
            new NDList(outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
        List.of(branch, shortcut));
  }

  private static Block convolution(Conv conv) {
    return Conv2d.builder()
        .setFilters(conv.out())
        .setKernelShape(square(conv.kernel()))
        .optStride(square(conv.stride()))
        .optPadding(square(conv.padding()))
        .optGroups(conv.groups())
        .optBias(conv.bias())
        .build();
  }

  private static Block zeroPadding(Subsample subsample) {
    String pixels = ":, :, ::" + subsample.stride() + ", ::" + subsample.stride();
    Shape channels = new Shape(0, 0, 0, 0, subsample.before(), subsample.after());
    return LambdaBlock.singleton(x -> x.get(pixels).pad(channels, 0));
  }

  private static Shape square(int size) {
    return new Shape(size, size);
  }

  /** The number of trainable values of an initialised network. */
  static long trainable(Block network) {
    return network.getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }
}
