package org.resnet4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.Progress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/** From images to a trained network in a file, and from the file to its accuracy by class. */
public final class TrainAndEvaluate {
  private static final String DATA = "fashion-mnist-mini";

  private TrainAndEvaluate() {}

  /**
   * Trains a small residual network for two short epochs.
   *
   * @param folder a new or empty folder for the run
   * @return the file of its best weights
   */
  static Path train(Split data, Path folder) throws IOException {
    Architecture network =
        Catalog.standard()
            .build(
                "cifar-resnet8",
                options ->
                    options
                        .withInput(data.train().shape())
                        .withClasses(data.train().classes().size()));
    RunSettings settings =
        new RunSettings(
            network.name(),
            network.options(),
            DATA,
            data.train().size(),
            data.test().size(),
            Recipes.named("fast", network, data.train()).withEpochs(2),
            Initialization.DEFAULT,
            0,
            "cpu",
            Precision.named("auto", Device.CPU).toString(),
            Torch.physicalCores(),
            null);
    RunFolder run = RunFolder.create(folder, RunRecord.now(settings, null, List.of("example")));
    try (Trainer trainer = new Trainer(Catalog.standard(), settings, data, run)) {
      trainer.run(Progress.SILENT, () -> false);
      for (EpochResult epoch : trainer.history()) {
        System.out.println("epoch " + epoch.epoch() + ": top-1 " + epoch.validationTop1());
      }
    }
    return run.best();
  }

  /** Measures the weights in a file; it says itself what they are for. */
  static Evaluation evaluate(Path weights, Split data) throws IOException {
    int threads = Torch.physicalCores();
    Precision precision = Precision.named("auto", Device.CPU);
    try (Workers workers = new Workers(Device.CPU, threads, threads);
        Model model = Model.load(weights.toString(), Catalog.standard(), Device.CPU, precision)) {
      return Evaluation.of(
          model.network(), data.test(), model.card().preprocessing().normalisation(), 250, workers);
    }
  }

  /** Runs the example in the folder that is named, or in {@code small-run}. */
  public static void main(String[] words) throws IOException {
    Split data = DataSets.open(DATA, null).limit(2_000, 500);
    Path weights = train(data, Path.of(words.length > 0 ? words[0] : "small-run"));
    Evaluation result = evaluate(weights, data);
    System.out.println(String.format(Locale.ROOT, "top-1 %.2f %%", 100 * result.top1()));
    for (int c = 0; c < result.classes().size(); c++) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%-12s %d of %d right",
              result.classes().get(c),
              result.confusion()[c][c],
              java.util.stream.LongStream.of(result.confusion()[c]).sum()));
    }
  }
}
