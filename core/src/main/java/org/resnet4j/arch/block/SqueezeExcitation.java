package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.ChannelGate;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;

/**
 * Blocks whose branch ends in a channel gate: the mean of each channel, two 1x1 convolutions with a
 * ReLU between, a sigmoid. Hu et al. 2018, Fig. 2 and 3; names and widths are timm's.
 */
public final class SqueezeExcitation {
  /** The reduction of a gate's hidden layer. Hu et al. 2018, section 6.4. */
  private static final int REDUCTION = 16;

  /** Hidden widths are rounded to multiples of this, as in timm. */
  private static final int STEP = 8;

  private SqueezeExcitation() {}

  /** The basic block with a gate. */
  public static Layer basic(Place place) {
    return sequence(
        place.name(), place.residual(gated(place, Blocks.basicBranch(place))), new Relu());
  }

  /** The bottleneck with a gate. */
  public static Layer bottleneck(Place place) {
    Layer branch = Blocks.bottleneckBranch(place, 1, 64);
    return sequence(place.name(), place.residual(gated(place, branch)), new Relu());
  }

  private static Layer gated(Place place, Layer branch) {
    int channels = place.out();
    int middle = Math.max(STEP, (channels / REDUCTION + STEP / 2) / STEP * STEP);
    String name = place.name() + ".se.";
    return sequence(
        branch,
        new ChannelGate(
            sequence(
                new AvgPool(1),
                new Conv(name + "fc1", channels, middle, 1, 1, 0, 1, true),
                new Relu(),
                new Conv(name + "fc2", middle, channels, 1, 1, 0, 1, true))));
  }
}
