package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/** The published blocks of residual networks. */
public final class Blocks {
  /**
   * The ratio of a bottleneck's output channels to those of its 3x3 convolution. He et al. 2015,
   * Table 1.
   */
  public static final int EXPANSION = 4;

  private Blocks() {}

  /**
   * Two 3x3 convolutions and a shortcut (ResNet-18, ResNet-34, the CIFAR family). He et al. 2015,
   * Fig. 5 left.
   *
   * @throws IllegalArgumentException if the stride is requested on a 1x1 convolution
   */
  public static Layer basic(Place place) {
    return sequence(place.name(), place.residual(basicBranch(place)), new Relu());
  }

  /** The branch of the basic block. */
  static Layer basicBranch(Place place) {
    place.options().refuseStrideOn1x1();
    int out = place.out();
    return sequence(
        place.conv("conv1", place.in(), out, 3, place.stride()),
        place.norm("bn1", out),
        new Relu(),
        place.conv("conv2", out, out, 3, 1),
        place.norm("bn2", out));
  }

  /**
   * A 1x1 convolution down to a quarter of the channels, a 3x3, and a 1x1 back up (ResNet-50 and
   * deeper). He et al. 2015, Fig. 5 right.
   */
  public static Layer bottleneck(Place place) {
    return bottleneck(1, 64).at(place);
  }

  /**
   * A bottleneck with other inner widths.
   *
   * @param groups the number of groups of its 3x3 (Xie et al. 2016, ResNeXt)
   * @param baseWidth the channels of a group in the first stage of an ImageNet network, where 64 is
   *     usual (Zagoruyko and Komodakis 2016: 128)
   */
  public static Block bottleneck(int groups, int baseWidth) {
    return place ->
        sequence(
            place.name(), place.residual(bottleneckBranch(place, groups, baseWidth)), new Relu());
  }

  /** The branch of the bottleneck. */
  static Layer bottleneckBranch(Place place, int groups, int baseWidth) {
    int inner = place.out() / EXPANSION * baseWidth / 64 * groups;
    return sequence(
        place.conv("conv1", place.in(), inner, 1, strideOf1x1(place)),
        place.norm("bn1", inner),
        new Relu(),
        place.conv("conv2", inner, inner, 3, strideOf3x3(place), groups),
        place.norm("bn2", inner),
        new Relu(),
        place.conv("conv3", inner, place.out(), 1, 1),
        place.norm("bn3", place.out()));
  }

  /**
   * The basic block with full pre-activation: normalisation and ReLU before each convolution, and
   * nothing after the addition. He et al. 2016, Fig. 1(b).
   *
   * @throws IllegalArgumentException if the stride is requested on a 1x1 convolution
   */
  public static Layer preBasic(Place place) {
    place.options().refuseStrideOn1x1();
    int out = place.out();
    return preActivated(
        place,
        activation(place),
        sequence(
            place.conv("conv1", place.in(), out, 3, place.stride()),
            place.norm("bn2", out),
            new Relu(),
            place.conv("conv2", out, out, 3, 1)));
  }

  /** The bottleneck with full pre-activation. He et al. 2016, section 5. */
  public static Layer preBottleneck(Place place) {
    int inner = place.out() / EXPANSION;
    return preActivated(
        place,
        activation(place),
        sequence(
            place.conv("conv1", place.in(), inner, 1, strideOf1x1(place)),
            place.norm("bn2", inner),
            new Relu(),
            place.conv("conv2", inner, inner, 3, strideOf3x3(place)),
            place.norm("bn3", inner),
            new Relu(),
            place.conv("conv3", inner, place.out(), 1, 1)));
  }

  /**
   * Places the first activation (He et al. 2016, appendix): for the first block, in the stem;
   * shared by branch and shortcut where the shortcut is not an identity; otherwise inside the
   * branch, so that the sum passes unchanged.
   */
  static Layer preActivated(Place place, Layer activation, Layer convolutions) {
    if (place.first()) {
      return sequence(place.name(), place.residualWithBareProjection(convolutions));
    }
    return place.options().shortcut().isIdentity(place)
        ? sequence(
            place.name(), place.residualWithBareProjection(sequence(activation, convolutions)))
        : sequence(place.name(), activation, place.residualWithBareProjection(convolutions));
  }

  private static Sequence activation(Place place) {
    return sequence(place.norm("bn1", place.in()), new Relu());
  }

  private static int strideOf1x1(Place place) {
    return place.options().strideOn() == Options.StrideOn.CONV1X1 ? place.stride() : 1;
  }

  private static int strideOf3x3(Place place) {
    return place.options().strideOn() == Options.StrideOn.CONV3X3 ? place.stride() : 1;
  }
}
