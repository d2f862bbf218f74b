package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/**
 * A residual network as data: a stem, stages of blocks, a classifier. He et al. 2015, Table 1. The
 * first block of every stage but the first halves the feature map.
 *
 * @param stem the first layers
 * @param stemChannels the output channels of the stem
 * @param stages blocks and channels of each stage
 * @param block the repeated unit
 * @param preActivated whether blocks end in a bare sum, so that one more normalisation and ReLU
 *     must follow the last (He et al. 2016, appendix)
 */
public record ResNet(
    Stem stem, int stemChannels, List<Stage> stages, Block block, boolean preActivated) {

  /** How the image enters the network. */
  public enum Stem {
    /** A 3x3 convolution that keeps the size, for images of about 32 pixels. */
    SMALL_IMAGE,
    /** A 7x7 convolution and a 3x3 max pooling, both with stride 2, for about 224 pixels. */
    IMAGENET
  }

  /** Blocks that work on maps of one size, with {@code channels} leaving each. */
  public record Stage(int blocks, int channels) {}

  public ResNet {
    stages = List.copyOf(stages);
  }

  /** The same blocks with another stem. */
  ResNet withStem(Stem other) {
    return new ResNet(other, stemChannels, stages, block, preActivated);
  }

  /**
   * The network with those options.
   *
   * @throws IllegalArgumentException if one of them is unsupported
   */
  public Layer layers(Options options) {
    options.refuseAuxiliary();
    List<Layer> layers = new ArrayList<>();
    layers.add(stem(options));
    int in = stemChannels;
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      String name = "layer" + (i + 1);
      List<Layer> blocks = new ArrayList<>();
      for (int j = 0; j < stage.blocks(); j++) {
        int stride = i > 0 && j == 0 ? 2 : 1;
        boolean first = i == 0 && j == 0;
        blocks.add(
            block.at(new Place(name + "." + j, in, stage.channels(), stride, first, options)));
        in = stage.channels();
      }
      layers.add(new Sequence(name, blocks));
    }
    if (preActivated) {
      layers.add(Sequence.sequence("last", norm("bn2", in, options), new Relu()));
    }
    layers.add(Sequence.sequence("pool", new AvgPool(1), new Flatten()));
    layers.add(new Linear("fc", in, options.classes()));
    return new Sequence("", layers);
  }

  /**
   * The network without its shortcuts.
   *
   * @throws IllegalArgumentException if the options request shortcuts or anything else that it does
   *     not support
   */
  public Layer plain(Options options) {
    return layers(options.refuseShortcut());
  }

  private Layer stem(Options options) {
    boolean small = stem == Stem.SMALL_IMAGE;
    int kernel = small ? 3 : 7;
    boolean bias = options.norm() == Options.Norm.NONE;
    return Sequence.sequence(
        "stem",
        new Conv(
            "conv1",
            options.input().channels(),
            stemChannels,
            kernel,
            small ? 1 : 2,
            kernel / 2,
            1,
            bias),
        norm("bn1", stemChannels, options),
        new Relu(),
        small ? new Identity() : Pool.max(3, 2, 1, false));
  }

  private static Layer norm(String name, int channels, Options options) {
    return options.norm() == Options.Norm.NONE ? new Identity() : new BatchNorm(name, channels);
  }
}
