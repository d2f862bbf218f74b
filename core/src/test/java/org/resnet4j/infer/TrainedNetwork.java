package org.resnet4j.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.Progress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/** A small network after a short training on real images. */
public final class TrainedNetwork {
  /** Images it has learnt from, and others. */
  public static final Split IMAGES =
      DataSets.standard().open("fashion-mnist-mini", null).limit(2_000, 500);

  private TrainedNetwork() {}

  public static Model in(Path folder) throws IOException {
    var architecture =
        Catalog.standard().build("cifar-resnet8", o -> o.withInput(IMAGES.train().shape()));
    Recipe recipe =
        Recipes.standard()
            .named("fast", architecture, IMAGES.train())
            .withEpochs(3)
            .withBatchSize(50);
    RunSettings settings =
        new RunSettings(
            "cifar-resnet8",
            architecture.options(),
            "fashion-mnist-mini",
            2_000,
            500,
            recipe,
            Initialization.DEFAULT,
            1,
            Device.CPU,
            Precision.FP32,
            2,
            null);
    RunFolder run =
        RunFolder.create(folder.resolve("run"), RunRecord.now(settings, null, List.of("test")));
    try (Trainer trainer = new Trainer(Catalog.standard(), settings, IMAGES, run)) {
      assertThat(trainer.run(Progress.SILENT, () -> false)).isEqualTo(Trainer.Outcome.FINISHED);
    }
    return Model.load(run.best().toString(), Catalog.standard(), Device.CPU, Precision.FP32);
  }
}
