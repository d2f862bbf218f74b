package org.resnet4j.arch;

import static org.resnet4j.layer.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/** The blocks of residual networks, each a function from its place in the network to layers. */
final class Blocks {
  private Blocks() {}

  /**
   * Two 3x3 convolutions and a shortcut (ResNet-18, ResNet-34, the CIFAR family). He et al. 2015,
   * Fig. 5 left.
   */
  static Layer basic(String name, int in, int width, int stride, Options options) {
    Layer branch =
        concat(
            convNorm(name + ".conv1", name + ".bn1", in, width, 3, stride, options),
            List.of(new Relu()),
            convNorm(name + ".conv2", name + ".bn2", width, width, 3, 1, options));
    return sequence(
        name,
        options.shortcut().around(name, branch, in, width, stride, options.norm()),
        new Relu());
  }

  /** A convolution and the normalisation behind it, or a convolution with bias if there is none. */
  static List<Layer> convNorm(
      String conv, String norm, int in, int out, int kernel, int stride, Options options) {
    boolean bare = options.norm() == Options.Norm.NONE;
    Conv layer = new Conv(conv, in, out, kernel, stride, kernel / 2, 1, bare);
    return bare ? List.of(layer) : List.of(layer, new BatchNorm(norm, out));
  }

  @SafeVarargs
  private static Sequence concat(List<Layer>... parts) {
    List<Layer> layers = new ArrayList<>();
    for (List<Layer> part : parts) {
      layers.addAll(part);
    }
    return new Sequence("", layers);
  }
}
