package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.ResNetException;
import org.resnet4j.layer.Shape;
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
        .isInstanceOfSatisfying(
            FormatException.class,
            e -> assertThat(e.source()).contains(folder.resolve("named").toString()))
        .hasMessageContainingAll("clothes", "dataSets");
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
  void whatWouldBeIgnoredIsRefused() {
    Path run = folder.resolve("none");
    for (Training ignored :
        List.of(
            small().freeze("layer1"),
            small().backboneRate(0.1),
            small().input(new Shape(1, 32, 32)))) {
      assertThatThrownBy(() -> ignored.run(run))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("require");
    }
    assertThatThrownBy(() -> small().threads(0)).hasMessageContaining("at least 1 thread, got 0");
    assertThatThrownBy(() -> small().limit(-1, 0)).hasMessageContaining("got -1 and 0");
    assertThatThrownBy(() -> small().rate(-1)).hasMessageContaining("above 0, got -1");
    assertThat(run).doesNotExist();
  }

  /** A network of the program's own catalog, trained, and fine-tuned on other images. */
  @Test
  void aNetworkOfAProgramIsFineTuned() throws Exception {
    Catalog catalog =
        Catalog.standard()
            .with(
                Catalog.family(
                    "mini",
                    Options.cifar(Shortcut.ZERO_PADDING),
                    (depth, options) -> CifarResNet.basic(depth).layers(options)));
    Split images = DataSets.standard().open(DATA, null).limit(200, 50);
    Run first =
        Training.of("mini8", images)
            .catalog(catalog)
            .epochs(1)
            .batchSize(50)
            .run(folder.resolve("a"));
    assertThatThrownBy(() -> Training.from(first.weights().toString(), DATA))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("mini8");
    Run tuned =
        Training.from(first.weights().toString(), images, catalog)
            .epochs(1)
            .run(folder.resolve("b"));
    assertThat(tuned.isFinished()).isTrue();
  }

  @Test
  void aBadPictureIsTheSourceOfTheError() throws Exception {
    Path pictures = folder.resolve("pictures");
    for (String name : List.of("a/1", "a/2", "a/3", "b/1", "b/2", "b/3")) {
      Path file = pictures.resolve(name + ".png");
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "no picture");
    }
    assertThatThrownBy(
            () ->
                Training.of("cifar-resnet8", "folder:" + pictures)
                    .epochs(1)
                    .run(folder.resolve("run")))
        .isInstanceOfSatisfying(
            ResNetException.class,
            e -> assertThat(e.source().orElseThrow()).startsWith(pictures.toString()));
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
