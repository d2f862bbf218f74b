package org.resnet4j.arch;

import java.util.List;
import org.resnet4j.arch.ResNet.Stage;
import org.resnet4j.arch.ResNet.Stem;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;

/**
 * The family for small images: three stages of 16, 32 and 64 channels at full, half and quarter
 * size. He et al. 2015, section 4.2.
 */
public final class CifarResNet {
  private CifarResNet() {}

  /** Basic blocks, depth 6n+2. He et al. 2015, Table 6. */
  public static ResNet basic(int depth) {
    return of(depth, 2, 1, Blocks::basic, false);
  }

  /** Bottlenecks, depth 9n+2: ResNet-164 of He et al. 2016, Table 2, in its original form. */
  public static ResNet bottleneck(int depth) {
    return of(depth, 3, Blocks.EXPANSION, Blocks::bottleneck, false);
  }

  /** Pre-activated basic blocks, depth 6n+2. He et al. 2016, Table 2. */
  public static ResNet preBasic(int depth) {
    return of(depth, 2, 1, Blocks::preBasic, true);
  }

  /** Pre-activated bottlenecks, depth 9n+2. He et al. 2016, Table 3. */
  public static ResNet preBottleneck(int depth) {
    return of(depth, 3, Blocks.EXPANSION, Blocks::preBottleneck, true);
  }

  /**
   * A family of the catalog with any block of two convolutions, depth 6n+2, and shortcut option A,
   * as in {@code Catalog.standard().with(CifarResNet.family("cifar-gated",
   * Ablations.exclusiveGating(-6), false))}.
   *
   * @param name the part of its name before the depth
   * @param preActivated as in {@link ResNet}
   */
  public static Catalog.Entry family(String name, Block block, boolean preActivated) {
    return Catalog.family(
        name,
        Options.cifar(Shortcut.ZERO_PADDING),
        (depth, options) -> of(depth, 2, 1, block, preActivated).layers(options));
  }

  /**
   * A family of any block: {@code depth} counts the first convolution, the convolutions of the
   * branches and the classifier.
   *
   * @param depth the number of layers with weights
   * @param convolutions the number of convolutions in a block's branch
   * @param expansion the channels of the stages are 16, 32 and 64 times this
   * @param preActivated as in {@link ResNet}
   * @throws IllegalArgumentException if no whole number of blocks gives that depth
   */
  public static ResNet of(
      int depth, int convolutions, int expansion, Block block, boolean preActivated) {
    int step = 3 * convolutions;
    int blocks =
        Depth.repeats(
            "blocks of " + convolutions + " convolutions in three stages", step, 2, depth);
    return new ResNet(
        Stem.SMALL_IMAGE,
        16,
        List.of(
            new Stage(blocks, 16 * expansion),
            new Stage(blocks, 32 * expansion),
            new Stage(blocks, 64 * expansion)),
        block,
        preActivated);
  }
}
