package org.resnet4j.examples;

import static org.resnet4j.layer.Sequence.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.train.Training;

/**
 * A custom block: one method and one line of the catalog. This one has a large receptive field, by
 * a 5x5 convolution in eight groups, and mixes the channels with a 1x1. It is summarised, trained,
 * interrupted and resumed from its checkpoint, like every network of the library.
 */
public final class TrainYourOwnBlock {
  /** A family of networks, {@code wide-view<depth>}. */
  static final Catalog.Entry WIDE_VIEW =
      Catalog.family(
          "wide-view",
          Options.cifar(Shortcut.PROJECTION),
          (depth, options) ->
              CifarResNet.of(depth, 2, 1, TrainYourOwnBlock::wideView, false).layers(options));

  /** The standard catalog and one more family. */
  static final Catalog CATALOG = Catalog.standard().with(WIDE_VIEW);

  private TrainYourOwnBlock() {}

  /** The layers of the block at a place in the network. */
  static Layer wideView(Place place) {
    int out = place.out();
    return sequence(
        place.name(),
        place.residual(
            sequence(
                place.conv("conv1", place.in(), out, 5, place.stride(), 8),
                place.norm("bn1", out),
                new Relu(),
                place.conv("conv2", out, out, 1, 1),
                place.norm("bn2", out))),
        new Relu());
  }

  /**
   * Trains two short epochs, the second after an interruption.
   *
   * @param folder a new or empty folder for the run
   * @return the share of test images that are classified correctly
   */
  static double run(Path folder) throws IOException {
    AtomicInteger steps = new AtomicInteger();
    Training.of("wide-view8", "fashion-mnist-mini")
        .catalog(CATALOG)
        .limit(1_000, 200)
        .epochs(2)
        .stopWhen(() -> steps.incrementAndGet() == 20)
        .run(folder);
    return Training.resume(folder).catalog(CATALOG).run().bestTop1();
  }

  /** Runs the example in the given folder, or in {@code wide-view-run}. */
  public static void main(String[] words) throws IOException {
    System.out.println("top-1: " + run(Path.of(words.length > 0 ? words[0] : "wide-view-run")));
  }
}
