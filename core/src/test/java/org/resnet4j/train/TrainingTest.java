package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunSettings;

class TrainingTest {
  private static final String DATA = "fashion-mnist-mini";

  @TempDir private Path folder;

  private static Training small() {
    return Training.of("cifar-resnet8", DATA)
        .limit(600, 100)
        .batchSize(100)
        .epochs(2)
        .seed(3)
        .device(Device.CPU)
        .precision(Precision.FP32)
        .threads(2);
  }

  @Test
  void settingsAreWhatWasSaidAndElseTheCommandsDefaults() {
    Split data = DataSets.standard().open(DATA, null).limit(600, 100);
    RunSettings settings = small().rate(0.05).weightDecay(0.001).patience(4).settings(data);
    assertThat(settings.model()).isEqualTo("cifar-resnet8");
    assertThat(settings.data()).isEqualTo(DATA);
    assertThat(settings.options().input()).isEqualTo(data.train().shape());
    assertThat(settings.options().classes()).isEqualTo(10);
    assertThat(settings.recipe().name()).isEqualTo("fast");
    assertThat(settings.recipe().batchSize()).isEqualTo(100);
    assertThat(settings.recipe().patience()).isEqualTo(4);
    assertThat(settings.recipe().epochs(600)).isEqualTo(2);
    assertThat(settings.seed()).isEqualTo(3);
    assertThat(settings.device()).isEqualTo(Device.CPU);
    assertThat(settings.precision()).isEqualTo(Precision.FP32);
    assertThat(settings.limitTrain()).isEqualTo(600);
    assertThat(settings.folder()).isNull();
    assertThat(small().recipe("paper").settings(data).recipe().name()).isEqualTo("paper");
  }

  @Test
  void aStoppedRunIsResumedWithTheWeightsThatItWouldHaveHad() throws Exception {
    Run whole = small().run(folder.resolve("whole"));
    assertThat(whole.isFinished()).isTrue();
    assertThat(whole.epochs()).hasSize(2);

    AtomicInteger steps = new AtomicInteger();
    Run stopped = small().stopWhen(() -> steps.incrementAndGet() == 8).run(folder.resolve("part"));
    assertThat(stopped.isFinished()).isFalse();
    assertThat(stopped.epochs()).hasSize(1);
    Run resumed = Training.resume(folder.resolve("part")).run();
    assertThat(resumed.isFinished()).isTrue();
    assertThat(sha256(resumed)).isEqualTo(sha256(whole));
    assertThat(resumed.bestTop1()).isEqualTo(whole.bestTop1());
    assertThat(Files.exists(resumed.weights())).isTrue();
  }

  /** A data set and a recipe of the program, by name: also the resumed run needs both. */
  @Test
  void aRunOnAProgramsOwnDataSetIsResumed() throws Exception {
    Split images = DataSets.standard().open(DATA, null).limit(300, 50);
    DataSets sets =
        DataSets.standard()
            .with(
                DataSets.entry(
                    new DataSets.Size("clothes", 10, 300, 50, images.train().shape()),
                    images.train().classes(),
                    at -> images));
    Recipes recipes =
        Recipes.standard()
            .with(
                "gentle",
                (network, train) ->
                    Recipes.standard().named("paper", network, train).withBatchSize(50));
    AtomicInteger steps = new AtomicInteger();
    Run stopped =
        own("clothes", sets, recipes)
            .stopWhen(() -> steps.incrementAndGet() == 4)
            .run(folder.resolve("named"));
    assertThat(stopped.isFinished()).isFalse();
    assertThatThrownBy(() -> Training.resume(folder.resolve("named")).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clothes");
    Run named = Training.resume(folder.resolve("named")).dataSets(sets).run();
    assertThat(sha256(named))
        .isEqualTo(sha256(own("clothes", sets, recipes).run(folder.resolve("whole"))));
  }

  private static Training own(String data, DataSets sets, Recipes recipes) {
    return Training.of("cifar-resnet8", data)
        .dataSets(sets)
        .recipes(recipes)
        .recipe("gentle")
        .epochs(2)
        .device(Device.CPU)
        .precision(Precision.FP32)
        .threads(2);
  }

  @Test
  void aRunOnImagesOfAProgramIsResumedOnThemAndNoOthers() throws Exception {
    Split images = DataSets.standard().open(DATA, null).limit(300, 50);
    Split others = DataSets.standard().open(DATA, null).limit(301, 50);
    Path run = folder.resolve("run");
    AtomicInteger steps = new AtomicInteger();
    Training training =
        Training.of("cifar-resnet8", images)
            .batchSize(50)
            .epochs(2)
            .device(Device.CPU)
            .precision(Precision.FP32)
            .threads(2)
            .stopWhen(() -> steps.incrementAndGet() == 4);
    assertThat(training.run(run).isFinished()).isFalse();
    assertThatThrownBy(() -> Training.resume(run).data(others).run())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("it was saved with different settings or images");
    Run resumed = Training.resume(run).data(images).run();
    assertThat(resumed.isFinished()).isTrue();
    assertThat(sha256(resumed))
        .isEqualTo(sha256(training.stopWhen(() -> false).run(folder.resolve("whole"))));
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeThereIsAFolder() {
    Path run = folder.resolve("none");
    assertThatThrownBy(() -> Training.of("resnet19", DATA).run(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resnet19");
    assertThatThrownBy(() -> small().recipe("slow").run(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slow");
    assertThat(run).doesNotExist();
  }

  private static String sha256(Run run) throws Exception {
    return RunFolder.open(run.folder().path()).record().results().weightsSha256();
  }
}
