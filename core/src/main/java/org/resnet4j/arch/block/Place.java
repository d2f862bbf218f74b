package org.resnet4j.arch.block;

import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;

/**
 * The place of a block in a network, with its input and output channels.
 *
 * @param name the name of the block, for example {@code layer2.0}
 * @param in the input channels
 * @param out the output channels
 * @param stride 2 if the block halves the feature map, else 1
 * @param first whether it is the first block of the network, directly after the stem
 * @param options of the network
 */
public record Place(String name, int in, int out, int stride, boolean first, Options options) {

  /**
   * A convolution of this block that keeps the size of the map, but for its stride. It has a bias
   * only where no normalisation follows ({@link Options.Norm#NONE}).
   */
  public Layer conv(String part, int in, int out, int kernel, int stride) {
    return conv(part, in, out, kernel, stride, 1);
  }

  /** As {@link #conv(String, int, int, int, int)}, with the channels in independent groups. */
  public Layer conv(String part, int in, int out, int kernel, int stride, int groups) {
    boolean bias = options.norm() == Options.Norm.NONE;
    return new Conv(name + "." + part, in, out, kernel, stride, kernel / 2, groups, bias);
  }

  /** A normalisation of this block; nothing with {@link Options.Norm#NONE}. */
  public Layer norm(String part, int channels) {
    return options.norm() == Options.Norm.NONE
        ? new Identity()
        : new BatchNorm(name + "." + part, channels);
  }

  /** Whether the shape is preserved, so that the input can be added directly. */
  public boolean keepsShape() {
    return in == out && stride == 1;
  }

  /** The branch with the shortcut around it; a projection is normalised, as in He et al. 2015. */
  public Layer residual(Layer branch) {
    return options.shortcut().around(this, branch, true);
  }

  /**
   * The shortcut of {@link #residual} alone, for blocks that join it with their branch in another
   * way.
   *
   * @throws IllegalArgumentException if the options request none
   */
  public Layer shortcut() {
    return options.shortcut().layer(this, true);
  }

  /** The branch with the shortcut around it; a projection is a bare convolution. */
  public Layer residualWithBareProjection(Layer branch) {
    return options.shortcut().around(this, branch, false);
  }
}
