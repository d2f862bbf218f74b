package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.data.Split;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunResults;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

class TrainerTest {
  private static final Split IMAGES = TinyRun.images(600, 200);
  private static final TinyRun FAST = TinyRun.fast(IMAGES);
  private static final TinyRun PAPER = FAST.withRecipe(TinyRun.paperRecipe(0.1, 0.1, 0));
  private static final TinyRun AVERAGED = FAST.withRecipe(TinyRun.paperRecipe(0.1, 0.1, 0.9));

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of("pruned, every step", FAST, 1),
        Arguments.of("pruned, 2 threads, every 9 steps", FAST.withThreads(2), 9),
        Arguments.of("pruned, fp32, every 7 steps", FAST.withPrecision("fp32"), 7),
        Arguments.of("averaged, every 4 steps", AVERAGED, 4),
        Arguments.of("dropout, every 2 steps", PAPER.withModel("tiny-dropout"), 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void aStoppedRunEndsWithTheBitsOfTheUndisturbedOne(String name, TinyRun run, int steps)
      throws Exception {
    String whole = run.undisturbed(folder.resolve("whole"));
    assertThat(run.inPieces(folder.resolve("pieces"), steps)).isEqualTo(whole);
    assertThat(folder.resolve("pieces/best.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/best.safetensors"));
    assertThat(log("pieces", "trainLoss", "trainTop1", "validationLoss", "validationTop1", "step"))
        .isEqualTo(
            log("whole", "trainLoss", "trainTop1", "validationLoss", "validationTop1", "step"));
  }

  static Stream<TinyRun> divided() {
    return Stream.of(FAST, FAST.withPrecision("fp32"), PAPER.withModel("tiny-dropout"));
  }

  /** The recipes have two shards, each computed by one thread. */
  @ParameterizedTest
  @MethodSource("divided")
  void upToTheShardsTheNumberOfThreadsDoesNotMatterForTheBits(TinyRun run) throws Exception {
    String one = run.withThreads(1).undisturbed(folder.resolve("one"));
    assertThat(run.withThreads(2).undisturbed(folder.resolve("two"))).isEqualTo(one);
    assertThat(run.withThreads(1).settings().hasSameBitsWith(2)).isTrue();
    assertThat(run.withThreads(3).settings().hasSameBitsWith(1)).isTrue();
    assertThat(run.withThreads(4).settings().hasSameBitsWith(2)).isFalse();
    RunFolder begun = run.withThreads(3).create(folder.resolve("begun"));
    RunSettings settings = begun.record().settings();
    try (Trainer trainer = new Trainer(TinyRun.CATALOG, settings, IMAGES, begun)) {
      trainer.run(Progress.SILENT, () -> trainer.step() == 5);
    }
    try (Trainer trainer = new Trainer(TinyRun.CATALOG, settings, IMAGES, begun, 1)) {
      trainer.run(Progress.SILENT, () -> false);
      assertThat(trainer.weightsSha256()).as("two and then one").isEqualTo(one);
    }
  }

  @Test
  void theRandomPartsMatterForTheBits() throws Exception {
    TinyRun dropout = PAPER.withModel("tiny-dropout");
    RunSettings s = dropout.settings();
    RunSettings other =
        new RunSettings(
            s.model(),
            s.options(),
            s.data(),
            s.limitTrain(),
            s.limitTest(),
            s.recipe(),
            s.initialization(),
            s.seed() + 1,
            s.device(),
            s.precision(),
            s.threads(),
            null);
    String otherSeed;
    try (Trainer trainer =
        new Trainer(TinyRun.CATALOG, other, IMAGES, dropout.create(folder.resolve("other")))) {
      trainer.run(Progress.SILENT, () -> false);
      otherSeed = trainer.weightsSha256();
    }
    assertThat(dropout.undisturbed(folder.resolve("one"))).isNotEqualTo(otherSeed);
  }

  private List<List<String>> log(String run, String... fields) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(run).resolve("log.jsonl"))) {
      var node = JsonMapper.builder().build().readTree(line);
      rows.add(Stream.of(fields).map(field -> node.required(field).asText()).toList());
    }
    return rows;
  }

  @Test
  void theRunFolderHoldsALineAnEpochAndTheWeightsThatWereReported() throws Exception {
    for (TinyRun run : List.of(FAST, AVERAGED)) {
      Path path = folder.resolve(run.recipe().name());
      List<EpochResult> history;
      try (Trainer trainer = run.trainer(run.create(path))) {
        trainer.run(Progress.SILENT, () -> false);
        history = trainer.history();
      }
      assertThat(log(path.getFileName().toString(), "epoch", "validationTop1"))
          .isEqualTo(
              history.stream()
                  .map(r -> List.of(String.valueOf(r.epoch()), String.valueOf(r.validationTop1())))
                  .toList());
      assertThat(history).hasSize(run.recipe().epochs(600));
      double best = history.stream().mapToDouble(EpochResult::validationTop1).max().orElseThrow();
      assertThat(best).isGreaterThan(0.2);
      try (Workers workers = new Workers(Device.CPU, 1, 1);
          Model model =
              Model.load(
                  path.resolve("best.safetensors").toString(),
                  TinyRun.CATALOG,
                  Device.CPU,
                  Precision.named("auto", Device.CPU))) {
        assertThat(model.card().top1()).isEqualTo(best);
        assertThat(
                Evaluation.of(
                        model.network(),
                        IMAGES.test(),
                        model.card().preprocessing().normalisation(),
                        250,
                        workers)
                    .top1())
            .isEqualTo(best);
      }
      assertThat(path.resolve("report.html")).content().contains("The worst mistakes", "</html>");
      RunResults results = RunFolder.open(path).record().results();
      assertThat(results.epochs()).isEqualTo(history.size());
      assertThat(results.bestTop1()).isEqualTo(best);
      assertThat(results.weightsSha256()).matches("[0-9a-f]{64}");
      assertThat(RunFolder.open(path).record().settings()).isEqualTo(run.settings());
    }
  }

  @Test
  void aDamagedCheckpointIsRefusedInOneLine() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    try (Trainer trainer = FAST.trainer(run)) {
      assertThat(trainer.run(Progress.SILENT, () -> true)).isEqualTo(Trainer.Outcome.STOPPED);
    }
    byte[] good = Files.readAllBytes(run.checkpoint());
    int position = new String(good, StandardCharsets.ISO_8859_1).indexOf("\\\"step\\\":1");
    assertThat(position).as("the number of steps stands in the header").isPositive();
    for (int at : new int[] {position + "\\\"step\\\":".length(), good.length / 2}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(run.checkpoint(), bad);
      assertThatThrownBy(() -> FAST.trainer(run))
          .as("byte %d of %d", at, good.length)
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("last.ckpt")
          .hasMessageNotContaining("\n");
    }
    Files.write(run.checkpoint(), java.util.Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> FAST.trainer(run)).isInstanceOf(FormatException.class);
    Files.write(run.checkpoint(), good);
    try (Trainer trainer = FAST.trainer(run)) {
      assertThat(trainer.step()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.layer1.0.bn1.running_mean",
        "model.layer1.0.bn1.running_var",
        "momentum.conv1.weight",
        "average.fc.bias"
      })
  void aCheckpointWithoutNumbersIsNotResumed(String name) throws Exception {
    RunFolder run = AVERAGED.create(folder.resolve("run"));
    try (Trainer trainer = AVERAGED.trainer(run)) {
      trainer.run(Progress.SILENT, () -> true);
    }
    try (SafeTensors saved = SafeTensors.read(run.checkpoint());
        PointerScope scope = new PointerScope()) {
      boolean variance = name.endsWith("running_var");
      saved.tensors().get(name).narrow(0, 1, 1).fill_(new Scalar(variance ? -1 : Double.NaN));
      Map<String, String> metadata = new TreeMap<>(saved.metadata());
      metadata.keySet().removeIf(key -> key.contains("256")); // They are those of the good tensors.
      SafeTensors.write(run.checkpoint(), metadata, saved.tensors());
    }
    String tensor = name.substring(name.indexOf('.') + 1);
    assertThatThrownBy(() -> AVERAGED.trainer(run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("last.ckpt: ")
        .hasMessageContaining(tensor + " holds ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv1.weight", "layer2.0.bn2.running_mean"})
  void aTensorThatIsNoNumberInTheMidstOfAnEpochEndsTheRun(String name) throws Exception {
    TinyRun run = FAST.withRecipe(TinyRun.paperRecipe(0.1, 0.1, 0));
    RunFolder at = run.create(folder.resolve("run"));
    try (Trainer trainer = run.trainer(at)) {
      Progress damage =
          new Progress() {
            @Override
            public void step(long step, long total, double loss, double top1, double rate) {
              assertThat(loss).as("the loss shows nothing").isFinite();
              if (step == 2) {
                try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                  trainer.weights().get(name).narrow(0, 1, 1).fill_(new Scalar(Double.NaN));
                }
              }
            }
          };
      assertThatThrownBy(() -> trainer.run(damage, () -> false))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(" holds NaN");
    }
    assertThat(at.checkpoint()).doesNotExist();
    assertThat(at.best()).doesNotExist();
  }

  @Test
  void twoTrainersDoNotShareAFolder() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    try (Trainer trainer = FAST.trainer(run)) {
      assertThatThrownBy(() -> FAST.trainer(RunFolder.open(run.path())))
          .isInstanceOf(java.nio.file.FileSystemException.class)
          .hasMessageContaining("is training this run");
      assertThat(trainer.run(Progress.SILENT, () -> true)).isEqualTo(Trainer.Outcome.STOPPED);
    }
    FAST.trainer(run).close();
  }

  @Test
  void aCheckpointIsNotResumedOnOtherImages() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    try (Trainer trainer = FAST.trainer(run)) {
      trainer.run(Progress.SILENT, () -> true);
    }
    // As when pictures were added to a folder meanwhile.
    Split more = TinyRun.images(610, 200);
    assertThatThrownBy(() -> new Trainer(TinyRun.CATALOG, FAST.settings(), more, run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("last.ckpt: it was saved with different settings or images");
    try (Trainer trainer = FAST.trainer(run)) {
      assertThat(trainer.step()).isEqualTo(1);
    }
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    try (Trainer trainer = FAST.trainer(run)) {
      trainer.run(Progress.SILENT, () -> true);
    }
    assertThatThrownBy(() -> FAST.withModel("cifar-resnet14").trainer(run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("different settings")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFolderWithFilesIsLeftAlone() throws Exception {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("run")).resolve("a"), "x");
    assertThatThrownBy(() -> FAST.create(folder.resolve("run")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("not empty");
    assertThat(file).hasContent("x");
    assertThatThrownBy(() -> FAST.create(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("not a folder");
    assertThatThrownBy(() -> RunFolder.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aDamagedRunFileIsNamed() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    Files.writeString(run.path().resolve("run.json"), "{\"settings\":{\n\"model\":7,");
    assertThatThrownBy(run::record)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("run.json");
    Files.writeString(run.path().resolve("run.json"), "{}");
    assertThatThrownBy(run::record)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("settings");
  }

  /** Every field of every record inside, missing and null. */
  @Test
  void aFieldThatIsMissingOrNullIsNamed() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    Path file = run.path().resolve("run.json");
    String good = Files.readString(file);
    JsonNode whole = JsonMapper.builder().build().readTree(good);
    assertThat(run.record().withResults(null)).isEqualTo(run.record());
    List<String> refused = new ArrayList<>();
    for (String pointer : pointers("", whole)) {
      for (boolean missing : new boolean[] {true, false}) {
        JsonNode changed = whole.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = changed.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode list && missing) {
          continue; // A shorter list.
        } else if (parent instanceof ArrayNode list) {
          list.setNull(Integer.parseInt(name));
        } else if (missing) {
          ((ObjectNode) parent).remove(name);
        } else {
          ((ObjectNode) parent).putNull(name);
        }
        Files.writeString(file, changed.toString());
        try {
          run.record();
        } catch (FormatException e) {
          assertThat(e.getMessage())
              .as(pointer)
              .contains("run.json", name.matches("\\d+") ? "[" + name + "]" : name)
              .doesNotContain("\n");
          refused.add((missing ? "no " : "null ") + pointer);
        }
      }
    }
    assertThat(refused)
        .contains("no /settings", "null /settings", "null /settings/recipe/phases/0")
        .contains("null /settings/options/input/channels", "null /settings/threads")
        .contains("no /settings/recipe/optimizer/kind", "null /command/0", "null /machine/system")
        .doesNotContain("null /dataDir", "null /settings/fineTuning", "no /results");
  }

  private static List<String> pointers(String prefix, JsonNode node) {
    List<String> all = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              all.add(prefix + "/" + name);
              all.addAll(pointers(prefix + "/" + name, node.get(name)));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.add(prefix + "/" + i);
      all.addAll(pointers(prefix + "/" + i, node.get(i)));
    }
    return all;
  }

  @Test
  @Timeout(60)
  void aPipeInPlaceOfAFileIsRefused() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo");
    RunFolder run = FAST.create(folder.resolve("run"));
    mkfifo(run.checkpoint());
    assertThatThrownBy(() -> FAST.trainer(run))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("last.ckpt: expected a file of weights, got a pipe or a device");
    Files.delete(run.path().resolve("run.json"));
    mkfifo(run.path().resolve("run.json"));
    assertThatThrownBy(run::record).hasMessageContaining("got a pipe or a device");
    assertThatThrownBy(() -> RunFolder.open(run.path())).hasMessageContaining("run.json");
    Path loop = run.path().resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertThatThrownBy(() -> WeightFile.read(loop)).hasMessageContaining("broken link");
  }

  private static void mkfifo(Path path) throws Exception {
    assertThat(new ProcessBuilder("/usr/bin/mkfifo", path.toString()).start().waitFor()).isZero();
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString().replaceAll("\\d+", "N"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12})
  void aFolderThatVanishesIsMadeAgainWithAllThatCanBeWritten(int step) throws Exception {
    String whole = FAST.undisturbed(folder.resolve("whole"));
    RunFolder run = FAST.create(folder.resolve("run"));
    List<String> warnings = new ArrayList<>();
    try (Trainer trainer = FAST.trainer(run)) {
      Progress progress =
          new Progress() {
            @Override
            public void step(
                long done, long total, double loss, double top1, double imagesPerSecond) {
              if (done == step) {
                remove(run.path());
              }
            }

            @Override
            public void warn(String what) {
              warnings.add(what);
            }
          };
      assertThat(trainer.run(progress, () -> false)).isEqualTo(Trainer.Outcome.FINISHED);
      assertThat(trainer.weightsSha256()).isEqualTo(whole);
      assertThat(run.record().results().bestEpoch()).isEqualTo(trainer.best().epoch());
    }
    assertThat(warnings).hasSize(1).first().asString().contains(run.path().toString(), "removed");
    assertThat(names(run.path())).isEqualTo(names(folder.resolve("whole")));
    assertThat(run.history()).hasSize(3);
    try (Model best =
        Model.load(run.best().toString(), TinyRun.CATALOG, Device.CPU, Precision.FP32)) {
      assertThat(best.card().top1()).isEqualTo(run.record().results().bestTop1());
    }
  }

  private static void remove(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunStopsWhereAnotherHasBeenBegunInItsFolder() throws Exception {
    RunFolder run = FAST.create(folder.resolve("run"));
    try (Trainer trainer = FAST.trainer(run)) {
      assertThatThrownBy(
              () ->
                  trainer.run(
                      Progress.SILENT,
                      () -> {
                        remove(run.path());
                        try {
                          RunRecord other = RunRecord.now(PAPER.settings(), null, List.of("test"));
                          AtomicFile.write(run.path().resolve("run.json"), Json.pretty(other));
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                        return true;
                      }))
          .hasMessageContaining("another run was started in it");
    }
    assertThat(run.record().settings()).isEqualTo(PAPER.settings());
    assertThat(run.checkpoint()).doesNotExist();
  }

  @Test
  void aRunThatDivergesAtOnceLeavesNoCheckpoint() throws Exception {
    TinyRun run = FAST.withRecipe(TinyRun.paperRecipe(1e30, 1, 0));
    RunFolder at = run.create(folder.resolve("run"));
    try (Trainer trainer = run.trainer(at)) {
      assertThatThrownBy(() -> trainer.run(Progress.SILENT, () -> false))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching("(?s).*\\bstep \\d+ \\(epoch 1\\).*")
          .hasMessageNotContaining("\n");
    }
    assertThat(at.checkpoint()).doesNotExist();
    assertThat(at.best()).doesNotExist();
  }

  @Test
  void aRunThatDivergesLaterKeepsItsLastGoodCheckpoint() throws Exception {
    TinyRun run = FAST.withRecipe(TinyRun.paperRecipe(0.1, 1e30, 0.5));
    RunFolder at = run.create(folder.resolve("run"));
    List<byte[]> saved = new ArrayList<>();
    try (Trainer trainer = run.trainer(at)) {
      Progress keep =
          new Progress() {
            @Override
            public void epoch(EpochResult result, long totalSteps) {
              try {
                saved.add(Files.readAllBytes(at.checkpoint()));
                saved.add(Files.readAllBytes(at.best()));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          };
      assertThatThrownBy(() -> trainer.run(keep, () -> false))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching("(?s).*\\bstep 1\\d \\(epoch 2\\).*");
    }
    assertThat(saved).hasSize(2);
    assertThat(at.checkpoint()).hasBinaryContent(saved.get(0));
    assertThat(at.best()).hasBinaryContent(saved.get(1));
    try (Trainer trainer = run.trainer(at)) {
      assertThat(trainer.step()).isEqualTo(9);
      assertThat(trainer.weights().firstNotFinite()).isEmpty();
    }
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() throws Exception {
    TinyRun run = FAST.withRecipe(FAST.recipe().withBatchSize(601));
    RunFolder at = run.create(folder.resolve("run"));
    assertThatThrownBy(() -> run.trainer(at))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 600")
        .hasMessageContaining("601");
  }

  @Test
  void aPrunedEpochMustFillABatchToo() throws Exception {
    // Epoch 2 leaves out 0.6 of the easier half: 420 of 600 stay.
    TinyRun run = FAST.withRecipe(FAST.recipe().withBatchSize(421));
    RunFolder at = run.create(folder.resolve("run"));
    assertThatThrownBy(() -> run.trainer(at)).hasMessageContaining("in epoch 2, got 420");
  }

  @Test
  void aNetworkLearnsTheEmbeddedImages() throws Exception {
    Split images = TinyRun.images(2_000, 500);
    Recipe recipe =
        Recipes.standard().named("fast", FAST.architecture(), images.train()).withEpochs(2);
    TinyRun run = new TinyRun("cifar-resnet8", images, recipe, "auto", 1);
    try (Trainer trainer = run.trainer(run.create(folder.resolve("run")))) {
      trainer.run(Progress.SILENT, () -> false);
      assertThat(trainer.evaluate().top1()).isGreaterThan(0.55);
    }
  }
}
