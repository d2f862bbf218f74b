package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;

/** The family for small images: three stages of 16, 32 and 64 channels. He et al. 2015, 4.2. */
final class CifarResNet {
  private static final int[] WIDTHS = {16, 32, 64};

  private CifarResNet() {}

  /** CIFAR-10 images, ten classes, and the shortcut given. */
  static Options defaults(Shortcut shortcut) {
    return new Options(
        new Shape(3, 32, 32), 10, shortcut, Options.Norm.BATCH, Options.StrideOn.CONV3X3, false);
  }

  /**
   * A network of basic blocks with {@code depth = 6n + 2} weighted layers.
   *
   * @throws IllegalArgumentException if no whole number of blocks gives that depth
   */
  static Layer basic(int depth, Options options) {
    if (depth < 8 || (depth - 2) % 6 != 0) {
      throw new IllegalArgumentException(
          "a network of basic blocks has depth 6n+2 (8, 14, 20, 26, 32, ...), not " + depth);
    }
    int blocks = (depth - 2) / 6;
    List<Layer> layers = new ArrayList<>();
    layers.addAll(
        Blocks.convNorm("conv1", "bn1", options.input().channels(), WIDTHS[0], 3, 1, options));
    layers.add(new Relu());
    int in = WIDTHS[0];
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      List<Layer> members = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "layer" + (stage + 1) + "." + block;
        members.add(Blocks.basic(name, in, WIDTHS[stage], stride, options));
        in = WIDTHS[stage];
      }
      layers.add(new Sequence("layer" + (stage + 1), members));
    }
    layers.add(new AvgPool(1));
    layers.add(new Flatten());
    layers.add(new Linear("fc", in, options.classes()));
    return new Sequence("", layers);
  }
}
