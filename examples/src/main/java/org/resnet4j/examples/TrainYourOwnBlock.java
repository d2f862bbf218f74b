package org.resnet4j.examples;

import static org.resnet4j.layer.Sequence.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.Summary;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.torch.Initialization;
import org.resnet4j.train.Progress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/**
 * A block of your own: one method and one line of the catalog. This one looks far with a 5x5
 * convolution in eight groups and mixes the channels with a 1x1. It is summarised, trained,
 * interrupted, and resumed from its checkpoint, like every network of the library.
 */
public final class TrainYourOwnBlock {
  /** A family of networks, {@code wide-view<depth>}. */
  static final Catalog.Entry WIDE_VIEW =
      Catalog.family(
          "wide-view",
          Options.cifar(Shortcut.PROJECTION),
          (depth, options) ->
              CifarResNet.of(depth, 2, 1, TrainYourOwnBlock::wideView, false).layers(options));

  /** The standard names and one more family. */
  static final Catalog CATALOG = Catalog.standard().with(WIDE_VIEW);

  private TrainYourOwnBlock() {}

  /** The block: from the place where it stands to its layers. */
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
   * @return the share of test images that came out right
   */
  static double run(Path folder) throws IOException {
    Split data = DataSets.open("fashion-mnist-mini", null).limit(1_000, 200);
    Architecture network =
        CATALOG.build(
            "wide-view8", options -> options.withInput(data.train().shape()).withClasses(10));
    System.out.println(Summary.of(network).format());
    RunSettings settings =
        new RunSettings(
            network.name(),
            network.options(),
            "fashion-mnist-mini",
            1_000,
            200,
            Recipes.named("fast", network, data.train()).withEpochs(2),
            Initialization.DEFAULT,
            0,
            "cpu",
            "fp32",
            2,
            null);
    RunFolder run = RunFolder.create(folder, RunRecord.now(settings, null, List.of("example")));
    try (Trainer trainer = new Trainer(CATALOG, settings, data, run)) {
      trainer.run(Progress.SILENT, () -> trainer.step() == 20);
    }
    try (Trainer trainer = new Trainer(CATALOG, settings, data, run)) {
      System.out.println("going on after step " + trainer.step());
      trainer.run(Progress.SILENT, () -> false);
      return trainer.evaluate().top1();
    }
  }

  /** Runs the example in the folder that is named, or in {@code wide-view-run}. */
  public static void main(String[] words) throws IOException {
    System.out.println("top-1: " + run(Path.of(words.length > 0 ? words[0] : "wide-view-run")));
  }
}
