package org.resnet4j.arch;

import java.util.List;
import org.resnet4j.arch.ResNet.Stage;
import org.resnet4j.arch.ResNet.Stem;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;

/** The family for images of about 224 pixels, four stages. He et al. 2015, Table 1. */
final class ImageNetResNet {
  private ImageNetResNet() {}

  /** Basic blocks, with their number in each stage. */
  static ResNet basic(int... blocks) {
    return of(1, Blocks::basic, false, blocks);
  }

  /** Bottlenecks, with their number in each stage. */
  static ResNet bottleneck(int... blocks) {
    return of(Blocks.EXPANSION, Blocks::bottleneck, false, blocks);
  }

  /** Bottlenecks of another inner width, with their number in each stage. */
  static ResNet bottleneck(Block block, int... blocks) {
    return of(Blocks.EXPANSION, block, false, blocks);
  }

  /** Pre-activated bottlenecks, with their number in each stage. He et al. 2016, Table 5. */
  static ResNet preBottleneck(int... blocks) {
    return of(Blocks.EXPANSION, Blocks::preBottleneck, true, blocks);
  }

  private static ResNet of(int expansion, Block block, boolean preActivated, int[] blocks) {
    return new ResNet(
        Stem.IMAGENET,
        64,
        List.of(
            new Stage(blocks[0], 64 * expansion),
            new Stage(blocks[1], 128 * expansion),
            new Stage(blocks[2], 256 * expansion),
            new Stage(blocks[3], 512 * expansion)),
        block,
        preActivated);
  }
}
