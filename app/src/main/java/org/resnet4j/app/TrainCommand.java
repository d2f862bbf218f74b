package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Split;
import org.resnet4j.torch.Initialization;
import org.resnet4j.train.EpochResult;
import org.resnet4j.train.Recipe;
import org.resnet4j.train.Recipes;
import org.resnet4j.train.RunFolder;
import org.resnet4j.train.RunRecord;
import org.resnet4j.train.RunSettings;
import org.resnet4j.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resnet train}: settings to a run folder with a trained network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train a network; without flags, ResNet-20 on the embedded images.")
final class TrainCommand implements Callable<Integer> {
  private static final String MODEL = "resnet20";
  private static final String DATA = "fashion-mnist-mini";

  /** The flags that decide nothing about a run. */
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--data-dir", "--json", "--quiet", "--debug");

  @Option(names = "--model", description = "A network of the catalog (default: " + MODEL + ").")
  private @Nullable String model;

  @Option(
      names = "--recipe",
      description = "fast, paper, or paper-deep for 110 layers and more (default: fast).")
  private @Nullable String recipe;

  @Option(names = "--epochs", description = "The length of the run (default: the recipe's).")
  private @Nullable Integer epochs;

  @Option(names = "--batch-size", description = "Images a step (default: the recipe's).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--init",
      description = "he, he_fan_in, xavier or gaussian: how weights start (default: he).")
  private Initialization.@Nullable Scheme scheme;

  @Option(names = "--zero-last", description = "Start every residual branch at zero.")
  private boolean zeroLast;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Decides every random number (default: 0).")
  private long seed;

  @Option(
      names = "--out",
      description = "A new folder for the run (default: runs/MODEL-DATA-TIME).")
  private @Nullable Path out;

  @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a stopped run.")
  private @Nullable Path resume;

  @Mixin private NetworkFlags network = new NetworkFlags();
  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (resume == null) {
      return begin();
    }
    if (settingsGiven()) {
      throw new IllegalArgumentException(
          "--resume goes on with the settings in run.json; only --data-dir may differ");
    }
    RunFolder folder = RunFolder.open(resume);
    RunRecord record = folder.record();
    RunSettings settings = record.settings();
    Path dir = data.dataDir();
    if (dir == null && record.dataDir() != null) {
      dir = Path.of(record.dataDir());
    }
    Split split =
        DataFlags.open(
            settings.data(),
            dir,
            settings.options().input().height(),
            settings.limitTrain(),
            settings.limitTest());
    return train(settings, split, folder);
  }

  private boolean settingsGiven() {
    return spec.commandLine().getParseResult().matchedOptions().stream()
        .anyMatch(option -> !WITH_RESUME.contains(option.longestName()));
  }

  private int begin() throws IOException {
    String modelName = model == null ? MODEL : model;
    String dataName = data.data(DATA);
    if (network.saysWhatDataSay(DataSets.isFolder(dataName))) {
      throw new IllegalArgumentException(
          "--input and --classes follow from the data here; only --data folder:DIR takes --input");
    }
    int size = Catalog.standard().build(modelName, network::apply).options().input().height();
    Split split =
        DataFlags.open(dataName, data.dataDir(), size, data.limitTrain(), data.limitTest());
    Architecture architecture =
        Catalog.standard()
            .build(
                modelName,
                options ->
                    network
                        .apply(options)
                        .withInput(split.train().shape())
                        .withClasses(split.train().classes().size()));
    RunSettings settings =
        new RunSettings(
            modelName,
            architecture.options(),
            dataName,
            data.limitTrain(),
            data.limitTest(),
            chosenRecipe(architecture, split),
            new Initialization(scheme == null ? Initialization.Scheme.HE : scheme, zeroLast),
            seed,
            compute.device().toString(),
            compute.precision().toString(),
            compute.threads());
    Path folder = out == null ? defaultFolder(modelName, dataName) : out;
    RunRecord record =
        RunRecord.now(
            settings,
            data.dataDir() == null ? null : data.dataDir().toString(),
            answer.commandLine());
    return train(settings, split, RunFolder.create(folder, record));
  }

  private Recipe chosenRecipe(Architecture architecture, Split split) {
    Recipe chosen = Recipes.named(recipe == null ? "fast" : recipe, architecture, split.train());
    if (epochs != null) {
      chosen = chosen.withEpochs(epochs);
    }
    if (batchSize != null) {
      chosen = chosen.withBatchSize(batchSize);
    }
    chosen.requireFit(architecture, split.train()); // Before there is a folder.
    return chosen;
  }

  private static Path defaultFolder(String model, String data) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return Path.of("runs", model + "-" + data.replaceAll("[^A-Za-z0-9.-]+", "-") + "-" + time);
  }

  private int train(RunSettings settings, Split split, RunFolder folder) throws IOException {
    Architecture architecture =
        Catalog.standard().build(settings.model(), options -> settings.options());
    answer.say(
        settings.model()
            + " on "
            + split.train().size()
            + " images of "
            + settings.data()
            + ", recipe "
            + settings.recipe().name()
            + ", "
            + settings.precision()
            + " on "
            + settings.device()
            + ", "
            + settings.threads()
            + " threads; run folder "
            + folder.path());
    try (Trainer trainer = new Trainer(architecture, settings, split, folder);
        Interruption interruption = new Interruption();
        TerminalProgress progress = new TerminalProgress(answer)) {
      Trainer.Outcome outcome = trainer.run(progress, interruption::requested);
      if (outcome == Trainer.Outcome.STOPPED) {
        progress.close();
        answer.say(
            "stopped after step "
                + trainer.step()
                + "; go on with: resnet train --resume "
                + folder.path());
        return Main.FAILED;
      }
      progress.close();
      give(settings, folder, trainer);
      return 0;
    }
  }

  private void give(RunSettings settings, RunFolder folder, Trainer trainer) {
    List<EpochResult> history = trainer.history();
    EpochResult last = history.get(history.size() - 1);
    double seconds = history.stream().mapToDouble(EpochResult::seconds).sum();
    double evaluating = history.stream().mapToDouble(EpochResult::evaluationSeconds).sum();
    double waiting = history.stream().mapToDouble(r -> r.waiting() * r.seconds()).sum() / seconds;
    EpochResult best =
        history.stream().max(Comparator.comparingDouble(EpochResult::testTop1)).orElseThrow();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", folder.path().toString());
    object.put("model", settings.model());
    object.put("data", settings.data());
    object.put("epochs", history.size());
    object.put("steps", last.step());
    object.put("top1", last.testTop1());
    object.put("top5", last.testTop5());
    object.put("loss", last.testLoss());
    object.put("bestTop1", best.testTop1());
    object.put("bestEpoch", best.epoch());
    object.put("seconds", seconds);
    object.put("evaluationSeconds", evaluating);
    object.put("waiting", waiting);
    object.put("weightsSha256", trainer.weightsSha256());
    answer.give(
        object,
        () ->
            String.format(
                Locale.ROOT,
                "top-1 %.2f %%, top-5 %.2f %%, loss %.4f after %d epochs; trained %s + evaluated"
                    + " %s, %.1f %% of training waiting for data%n"
                    + "weights: %s (top-1 %.2f %%, epoch %d)%nreport: %s",
                100 * last.testTop1(),
                100 * last.testTop5(),
                last.testLoss(),
                history.size(),
                TerminalProgress.time(seconds),
                TerminalProgress.time(evaluating),
                100 * waiting,
                folder.best(),
                100 * best.testTop1(),
                best.epoch(),
                folder.report()));
  }
}
