package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.optim.SlowBackbone;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.train.step.TrainingStep;
import org.resnet4j.weights.SafeTensors;

/** The embedded weights of ten classes learn two: pictures of discs and pictures of boxes. */
class FineTuningTest {
  private static final String WEIGHTS = "resnet20-cifar10";
  private static final int EACH = 60;

  @TempDir private static Path pictures;
  private static Split data;

  @TempDir private Path folder;

  @BeforeAll
  static void draw() throws IOException {
    Random random = new Random(1);
    for (String kind : List.of("box", "disc")) {
      Path images = Files.createDirectory(pictures.resolve(kind));
      for (int i = 0; i < EACH; i++) {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(random.nextInt(128), random.nextInt(128), random.nextInt(128)));
        graphics.fillRect(0, 0, 32, 32);
        graphics.setColor(
            new Color(
                128 + random.nextInt(128), 128 + random.nextInt(128), 128 + random.nextInt(128)));
        int size = 12 + random.nextInt(12);
        int x = random.nextInt(32 - size);
        int y = random.nextInt(32 - size);
        if (kind.equals("box")) {
          graphics.fillRect(x, y, size, size);
        } else {
          graphics.fillOval(x, y, size, size);
        }
        graphics.dispose();
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
    data = DataSets.standard().open("folder:" + pictures, null, PictureOptions.square(32));
  }

  private static Model source() throws IOException {
    return Model.load(WEIGHTS, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  private static RunSettings settings(String weights, String freeze, int epochs)
      throws IOException {
    try (Model source = source()) {
      FineTuning known = FineTuning.of(WEIGHTS, source, freeze);
      return new RunSettings(
          "resnet20",
          source.card().options().withClasses(2),
          "folder:" + pictures,
          0,
          0,
          Recipes.fineTuning(data.train(), 0.1).withEpochs(epochs),
          Initialization.DEFAULT,
          3,
          Device.CPU,
          Precision.FP32,
          1,
          new FineTuning(weights, known.sha256(), freeze, known.normalisation(), null));
    }
  }

  private static Trainer trainer(RunSettings settings, RunFolder run) throws IOException {
    return new Trainer(Catalog.standard(), settings, data, run);
  }

  private RunFolder create(String name, RunSettings settings) throws IOException {
    return RunFolder.create(folder.resolve(name), RunRecord.now(settings, null, List.of("test")));
  }

  /** The names whose bits are not those of the source. */
  private static Set<String> changed(TensorMap weights) throws IOException {
    try (Model source = source()) {
      TreeMap<String, Boolean> changed = new TreeMap<>();
      weights
          .asMap()
          .forEach(
              (name, tensor) -> {
                float[] before = HostMemory.floats(source.network().state().get(name));
                if (!java.util.Arrays.equals(before, HostMemory.floats(tensor))) {
                  changed.put(name, true);
                }
              });
      return changed.keySet();
    }
  }

  @Test
  void theEmbeddedWeightsLearnTwoOtherClasses() throws Exception {
    RunSettings settings = settings(WEIGHTS, "none", 12);
    RunFolder run = create("run", settings);
    double top1;
    try (Trainer trainer = trainer(settings, run)) {
      assertThat(trainer.run(Progress.SILENT, () -> false)).isEqualTo(Trainer.Outcome.FINISHED);
      top1 =
          trainer.history().stream().mapToDouble(EpochResult::validationTop1).max().orElseThrow();
    }
    assertThat(top1).isGreaterThan(0.9);
    try (Workers workers = new Workers(Device.CPU, 1, 2);
        Model source = source();
        Model model =
            Model.load(run.best().toString(), Catalog.standard(), Device.CPU, Precision.FP32)) {
      assertThat(model.card().classes()).containsExactly("box", "disc");
      assertThat(model.card().preprocessing().normalisation())
          .isEqualTo(source.card().preprocessing().normalisation());
      assertThat(model.card().top1()).isEqualTo(top1);
      assertThat(
              Evaluation.of(
                      model.network(),
                      data.test(),
                      model.card().preprocessing().normalisation(),
                      250,
                      workers)
                  .top1())
          .isEqualTo(top1);
    }
    assertThat(run.report()).content().contains("disc", "</html>");
    assertThat(RunFolder.open(run.path()).record().settings()).isEqualTo(settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "stem", "layer2", "layer3.1", "all"})
  void whatIsFrozenKeepsItsBitsAndTheRestLearns(String place) throws Exception {
    RunSettings settings = settings(WEIGHTS, place, 1);
    try (Trainer trainer = trainer(settings, create("run", settings))) {
      trainer.run(Progress.SILENT, () -> false);
      Architecture network = Catalog.standard().build("resnet20");
      Set<String> expected = new java.util.TreeSet<>();
      Set<String> frozen = new Backbone(network).upTo(place);
      network.layers().allParameters().stream()
          .filter(p -> !frozen.contains(p.name()))
          .forEach(p -> expected.add(p.name()));
      assertThat(changed(trainer.weights())).isEqualTo(expected).contains("fc.weight", "fc.bias");
    }
  }

  @Test
  void aRunStartsFromTheWeightsButForTheHead() throws Exception {
    RunSettings settings = settings(WEIGHTS, "none", 1);
    try (Trainer trainer = trainer(settings, create("run", settings))) {
      assertThat(changed(trainer.weights()))
          .as("the head is new, and normalisations are restated")
          .contains("fc.bias", "fc.weight", "bn1.running_var")
          .allMatch(name -> name.matches("fc.*|.*bn\\d\\.(weight|bias|running_.*)"));
      assertThat(HostMemory.floats(trainer.weights().get("fc.weight"))).hasSize(2 * 64);
      assertThat(trainer.weights().firstNotFinite()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aStoppedRunEndsWithTheBitsOfTheUndisturbedOneWithoutItsSource(int steps) throws Exception {
    Path file = folder.resolve("source.safetensors");
    try (Model source = source()) {
      Model.save(file, source.card(), source.network().state());
    }
    RunSettings settings = settings(file.toString(), "layer1", 3);
    String whole;
    try (Trainer trainer = trainer(settings, create("whole", settings))) {
      trainer.run(Progress.SILENT, () -> false);
      whole = trainer.weightsSha256();
    }
    RunFolder run = create("pieces", settings);
    String pieces = "";
    while (pieces.isEmpty()) {
      try (Trainer trainer = trainer(settings, run)) {
        Files.deleteIfExists(file);
        long begin = trainer.step();
        if (trainer.run(Progress.SILENT, () -> trainer.step() - begin == steps)
            == Trainer.Outcome.FINISHED) {
          pieces = trainer.weightsSha256();
        }
      }
    }
    assertThat(pieces).isEqualTo(whole);
    assertThat(folder.resolve("pieces/best.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/best.safetensors"));
  }

  @Test
  void otherWeightsThanTheRunWasBegunWithAreRefused() throws Exception {
    Path file = folder.resolve("source.safetensors");
    RunSettings settings = settings(file.toString(), "none", 1);
    RunFolder run = create("run", settings);
    try (Model source = source()) {
      try (NoGradGuard guard = new NoGradGuard();
          PointerScope scope = new PointerScope()) {
        source.network().state().get("bn1.bias").add_(new Scalar(1e-3));
      }
      Model.save(file, source.card(), source.network().state());
    }
    assertThatThrownBy(() -> trainer(settings, run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("source.safetensors: it holds other weights");
  }

  @Test
  void weightsOfAnotherBackboneAreRefused() throws Exception {
    RunSettings s = settings(WEIGHTS, "none", 1);
    RunSettings other =
        new RunSettings(
            "resnet32",
            s.options(),
            s.data(),
            s.limitTrain(),
            s.limitTest(),
            s.recipe(),
            s.initialization(),
            s.seed(),
            s.device(),
            s.precision(),
            s.threads(),
            s.fineTuning());
    RunFolder run = create("run", other);
    assertThatThrownBy(() -> trainer(other, run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("weights of resnet20, not of resnet32")
        .hasMessageNotContaining("\n");
  }

  /** One step of plain descent, so that a change is the rate times the gradient. */
  @Test
  void theBackboneLearnsAtItsShareOfTheRate() throws Exception {
    Options options = Options.cifar(org.resnet4j.arch.block.Shortcut.ZERO_PADDING);
    Architecture architecture = Catalog.standard().build("cifar-resnet8", o -> options);
    Sgd plain = new Sgd(0.5, 0, false, 0, false);
    try (Network fast =
            Network.create(architecture, Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
        Network start = fast.copy();
        Network slow = fast.copy();
        Workers workers = new Workers(Device.CPU, 1, 1);
        Loader loader =
            Loader.evaluation(data.test(), org.resnet4j.data.Normalisation.IMAGENET, 8)) {
      var batch = loader.next();
      step(fast, plain, 1, workers, batch);
      step(slow, new SlowBackbone(0.25, plain), 1, workers, batch);
      for (String name : List.of("conv1.weight", "bn1.bias", "layer3.0.bn2.weight", "fc.weight")) {
        double share = change(start, slow, name) / change(start, fast, name);
        assertThat(share).as(name).isEqualTo(name.startsWith("fc") ? 1 : 0.25, within(1e-3));
      }
    }
  }

  private static double change(Network from, Network to, String name) {
    try (PointerScope scope = new PointerScope()) {
      return to.state().get(name).sub(from.state().get(name)).norm().item_double();
    }
  }

  private static void step(
      Network network,
      Optimizer optimizer,
      int shards,
      Workers workers,
      org.resnet4j.data.Batch batch) {
    Recipe recipe =
        new Recipe(
            "test",
            0,
            Recipes.fineTuning(data.train(), 1).phases(),
            8,
            shards,
            optimizer,
            new Schedule.Linear(0, 0),
            0.1,
            true,
            null,
            0);
    Loss loss = new Loss(0.1, List.of(0.5, 2.5, 1., 1., 1., 1., 1., 1., 1., 1.));
    try (TensorMap momenta = optimizer.momenta(network);
        TrainingStep step = new TrainingStep(network, momenta, recipe, loss, workers)) {
      step.run(batch, 1, 0);
    }
  }

  @Test
  void shardsGiveTheGradientOfTheWholeBatch() throws Exception {
    Sgd plain = new Sgd(0.5, 0, false, 0, false);
    try (Model model = source();
        Network whole = model.network().copy();
        Network shards = model.network().copy();
        Workers workers = new Workers(Device.CPU, 1, 1);
        Loader loader =
            Loader.evaluation(data.train(), model.card().preprocessing().normalisation(), 96)) {
      whole.freeze(name -> name.contains("running")); // Else each shard has its own statistics.
      shards.freeze(name -> name.contains("running"));
      var batch = loader.next(); // Boxes first, so that shards have other weights.
      step(whole, plain, 1, workers, batch);
      step(shards, plain, 3, workers, batch);
      for (String name : List.of("conv1.weight", "layer3.0.bn2.weight", "fc.weight", "fc.bias")) {
        double moved = change(model.network(), whole, name);
        assertThat(moved).isPositive();
        assertThat(change(whole, shards, name) / moved).as(name).isLessThan(1e-3);
      }
    }
  }

  @Test
  void theRecipeSurvivesItsRecordAndFitsSmallSets() throws Exception {
    Recipe recipe = Recipes.fineTuning(data.train(), 0.3).withBalanced(true);
    assertThat(Json.read(Json.line(recipe), Recipe.class)).isEqualTo(recipe);
    Split few = data.limit(10, 4);
    assertThat(Recipes.fineTuning(few.train(), 1).totalSteps(10)).isPositive();
    assertThatThrownBy(() -> Recipes.fineTuning(few.train(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backbone rate of at least 0");
    assertThatThrownBy(() -> Recipes.fineTuning(few.train(), Double.NaN))
        .hasMessageContaining("backbone rate of at least 0");
  }

  @Test
  void theDigestOfTheWeightsIsThatOfTheirFile() throws Exception {
    try (Model source = source()) {
      String digest =
          Model.save(folder.resolve("a.safetensors"), source.card(), source.network().state());
      assertThat(FineTuning.of(WEIGHTS, source, "none").sha256())
          .isEqualTo(digest)
          .isEqualTo(SafeTensors.sha256(source.network().state()));
    }
  }
}
