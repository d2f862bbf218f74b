package org.resnet4j.arch;

import static org.resnet4j.layer.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/**
 * The plain ancestor for small images: stacks of 3x3 convolutions as in Simonyan and Zisserman
 * 2014, with the stages and the end of the residual family of He et al. 2015, section 4.2, so that
 * the two can be compared. Each convolution with its ReLU is a block by name.
 *
 * @param convolutions the number in each of the three stages
 */
public record CifarVgg(int convolutions) {
  private static final int[] CHANNELS = {16, 32, 64};

  public CifarVgg {
    if (convolutions < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 convolution per stage, got " + convolutions);
    }
  }

  /**
   * Depth 3n+1: the convolutions and the classifier.
   *
   * @throws IllegalArgumentException if no whole number of convolutions gives that depth
   */
  public static CifarVgg of(int depth) {
    return new CifarVgg(
        Depth.repeats("equally many convolutions in three stages", CHANNELS.length, 1, depth));
  }

  /**
   * The network with those options.
   *
   * @throws IllegalArgumentException if one of them is unsupported
   */
  public Layer layers(Options options) {
    options.refuseAuxiliary().refuseShortcut().refuseStrideOn1x1();
    List<Layer> network = new ArrayList<>();
    int in = options.input().channels();
    for (int i = 0; i < CHANNELS.length; i++) {
      String name = "layer" + (i + 1);
      List<Layer> stage = new ArrayList<>();
      for (int j = 0; j < convolutions; j++) {
        boolean first = i == 0 && j == 0;
        stage.add(block(new Place(name + "." + j, in, CHANNELS[i], 1, first, options)));
        in = CHANNELS[i];
      }
      if (i < CHANNELS.length - 1) {
        stage.add(Pool.max(2, 2, 0, false));
      }
      network.add(new Sequence(name, stage));
    }
    network.add(sequence("pool", new AvgPool(1), new Flatten()));
    network.add(new Linear("fc", in, options.classes()));
    return new Sequence("", network);
  }

  private static Layer block(Place place) {
    return sequence(
        place.name(),
        place.conv("conv", place.in(), place.out(), 3, 1),
        place.norm("bn", place.out()),
        new Relu());
  }
}
