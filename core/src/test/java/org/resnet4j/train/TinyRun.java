package org.resnet4j.train;

import static org.resnet4j.layer.Sequence.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Relu;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.optim.Muon;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Pruning;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/** A run of a second or two on real images. */
public record TinyRun(String model, Split data, Recipe recipe, String precision, int threads) {
  static final int BATCH = 64;

  private static final Augmentation ALTERNATING =
      Augmentation.NONE.withFlip(true).withAlternate(true);

  /** The library's networks, and a small one that draws random numbers in libtorch. */
  static final Catalog CATALOG =
      Catalog.standard()
          .with(Catalog.entry("tiny-dropout", Options.cifar(Shortcut.NONE), TinyRun::dropout));

  private static Layer dropout(Options options) {
    return sequence(
        new Conv("conv1", options.input().channels(), 16, 3, 2, 1, 1, false),
        new BatchNorm("bn1", 16),
        new Relu(),
        new Dropout(0.3),
        new AvgPool(4),
        new Flatten(),
        new Linear("hidden", 256, 32),
        new Relu(),
        new Dropout(0.5),
        new Linear("fc", 32, options.classes()));
  }

  /** Real images of the embedded set. */
  public static Split images(int train, int test) {
    return DataSets.standard().open("fashion-mnist-mini", null).limit(train, test);
  }

  /** All parts of the fast recipe in three epochs: small crops, pruning, Muon. */
  public static TinyRun fast(Split data) {
    return new TinyRun("cifar-resnet8", data, fastRecipe(3), "auto", 1);
  }

  public static Recipe fastRecipe(int epochs) {
    return new Recipe(
        "tiny-fast",
        0,
        List.of(
            new Phase(1, 20, ALTERNATING.withCrop(16)),
            new Phase(epochs - 1, 0, ALTERNATING.withPad(2))),
        BATCH,
        2,
        new Muon(0.025, 0.9, 5, new Sgd(0.2, 0.9, true, 5e-4, false)),
        new Schedule.Linear(0.1, 0),
        0.1,
        false,
        new Pruning(0.5, 0.6, 1),
        0);
  }

  /** The paper's recipe over two epochs, with an average of the weights if {@code ema > 0}. */
  static Recipe paperRecipe(double rate, double drop, double ema) {
    return new Recipe(
        "tiny-paper",
        0,
        List.of(new Phase(2, 0, Augmentation.PAPER)),
        BATCH,
        2,
        new Sgd(rate, 0.9, false, 1e-4, true),
        new Schedule.Milestones(List.of(0.5), drop, 0, 1),
        0,
        false,
        null,
        ema);
  }

  TinyRun withRecipe(Recipe value) {
    return new TinyRun(model, data, value, precision, threads);
  }

  TinyRun withModel(String value) {
    return new TinyRun(value, data, recipe, precision, threads);
  }

  TinyRun withPrecision(String value) {
    return new TinyRun(model, data, recipe, value, threads);
  }

  public TinyRun withThreads(int value) {
    return new TinyRun(model, data, recipe, precision, value);
  }

  Architecture architecture() {
    return CATALOG.build(
        model,
        options ->
            options.withInput(data.train().shape()).withClasses(data.train().classes().size()));
  }

  public RunSettings settings() {
    return new RunSettings(
        model,
        architecture().options(),
        "fashion-mnist-mini",
        data.train().size(),
        data.test().size(),
        recipe,
        Initialization.DEFAULT,
        7,
        Device.CPU,
        Precision.named(precision, Device.CPU),
        threads,
        null);
  }

  public RunFolder create(Path folder) throws IOException {
    return RunFolder.create(folder, RunRecord.now(settings(), null, List.of("test")));
  }

  public Trainer trainer(RunFolder folder) throws IOException {
    return new Trainer(CATALOG, settings(), data, folder);
  }

  /** Runs to the end without a break and gives the SHA-256 of the weights. */
  String undisturbed(Path folder) throws IOException {
    try (Trainer trainer = trainer(create(folder))) {
      trainer.run(Progress.SILENT, () -> false);
      return trainer.weightsSha256();
    }
  }

  /** Runs to the end, but stops after every few steps and resumes with a new trainer. */
  String inPieces(Path folder, int steps) throws IOException {
    RunFolder run = create(folder);
    while (true) {
      try (Trainer trainer = trainer(run)) {
        long begin = trainer.step();
        if (trainer.run(Progress.SILENT, () -> trainer.step() - begin == steps)
            == Trainer.Outcome.FINISHED) {
          return trainer.weightsSha256();
        }
      }
    }
  }
}
