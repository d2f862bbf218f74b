package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.ComputeFlags;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.TerminalProgress;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.download.DownloadException;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.Training;
import org.resnet4j.train.recipe.PictureSettings;
import org.resnet4j.train.recipe.RecipeFile;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that trains into a run folder: it starts a run with the settings given by its flags, or
 * resumes any run.
 */
abstract class RunCommand implements Callable<Integer> {
  /** The flags that do not change the settings of a run. */
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--data", "--data-dir", "--threads", "--json", "--quiet", "--debug");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The number of epochs (default: the recipe's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images per step (default: the recipe's).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "The highest learning rate: that of the convolutions for the recipe fast, of the head for"
              + " fine-tuning; other rates keep their ratio to it (default: the recipe's).")
  private @Nullable Double rate;

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      description =
          "The weight decay; the recipe fast keeps the norm of convolutions constant instead"
              + " (default: the recipe's).")
  private @Nullable Double weightDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Early stopping after N epochs without a higher validation accuracy (default: off).")
  private @Nullable Integer patience;

  @Option(
      names = "--class-weights",
      paramLabel = "BALANCE",
      defaultValue = "none",
      description =
          "none, or balanced: weight rare classes as much as common ones (default: none).")
  private ClassWeights classWeights = ClassWeights.NONE;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Change a value of the recipe, such as optimizer.rate=0.2; may be repeated. 'resnet recipe"
              + " show' prints their names.")
  private List<String> assignments = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Determines every random number (default: 0), but not the held-out images.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A new folder for the run (default: runs/MODEL-DATA-TIME).")
  private @Nullable Path out;

  @Option(names = "--resume", paramLabel = "RUN", description = "Resume a stopped run.")
  private @Nullable Path resume;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  /** How classes are weighted. */
  enum ClassWeights {
    NONE,
    BALANCED;

    /** The value of {@code --class-weights}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The settings and data of a run. */
  record Beginning(RunSettings settings, Split data) {}

  /**
   * The run that the flags request.
   *
   * @throws IllegalArgumentException if they do not fit each other or the data
   */
  abstract Beginning begin() throws IOException;

  @Override
  public Integer call() throws IOException {
    if (resume != null) {
      return resume(resume);
    }
    Beginning beginning = begin();
    RunSettings settings = beginning.settings();
    Path dir = data.dataDir();
    RunRecord record =
        RunRecord.now(settings, dir == null ? null : dir.toString(), answer.commandLine());
    Path folder = out == null ? defaultFolder(settings) : out;
    return train(beginning, RunFolder.create(folder, record), settings.threads());
  }

  private int resume(Path run) throws IOException {
    requireNoSettings(spec, WITH_RESUME, "run.json");
    RunFolder folder = RunFolder.open(run);
    RunRecord record = folder.record();
    RunSettings settings = record.settings();
    Path dir = data.dataDir();
    if (dir == null && record.dataDir() != null) {
      dir = Path.of(record.dataDir());
    }
    DataSelection selection =
        new DataSelection(
            place(settings),
            dir,
            settings.reading(),
            settings.limitTrain(),
            settings.limitTest(),
            answer);
    Shape input = settings.options().input();
    Split split;
    try {
      split = selection.open(ResizeCrop.covering(input.height(), input.width()), input.channels());
    } catch (DataException | DownloadException e) {
      throw new DataException(
          e.source().orElse(settings.data()),
          e.reason() + "; if the data have moved, give their location by --data or --data-dir",
          e);
    }
    int threads = compute.threads(settings.threads());
    if (!settings.hasSameBitsWith(threads)) {
      answer.warn(
          "this run started with "
              + settings.threads()
              + " threads and resumes with "
              + threads
              + ": its weights will differ in the last bits from those of an uninterrupted run");
    }
    return train(new Beginning(settings, split), folder, threads);
  }

  /**
   * The present location of a run's data: a folder may have moved.
   *
   * @throws IllegalArgumentException if other data are requested
   */
  private String place(RunSettings settings) {
    String place = data.data(settings.data());
    if (!place.equals(settings.data())
        && !(PicturePlace.isOne(place) && PicturePlace.isOne(settings.data()))) {
      throw new IllegalArgumentException(
          "--resume uses the data of run.json, "
              + settings.data()
              + ": --data may only give the new location of the pictures, got "
              + place);
    }
    return place;
  }

  /** Refuses flags that conflict with the settings of a resumed run. */
  static void requireNoSettings(CommandSpec spec, Set<String> allowed, String file) {
    List<String> refused =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !allowed.contains(name))
            .toList();
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "--resume uses the settings in " + file + ": leave out " + String.join(", ", refused));
    }
  }

  private static Path defaultFolder(RunSettings settings) {
    String data = settings.data().replaceAll("[^A-Za-z0-9.-]+", "-");
    return timed("runs", settings.model() + "-" + data);
  }

  /** A subfolder whose name ends with the current time. */
  static Path timed(String parent, String name) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return Path.of(parent, name + "-" + time);
  }

  /** The flags that choose images. */
  DataFlags data() {
    return data;
  }

  /** The output of the command. */
  Answer answer() {
    return answer;
  }

  /** Applies the flags to a training. */
  Training configured(Training training) {
    if (epochs != null) {
      training.epochs(epochs);
    }
    if (batchSize != null) {
      training.batchSize(batchSize);
    }
    if (rate != null) {
      training.rate(rate);
    }
    if (weightDecay != null) {
      training.weightDecay(weightDecay);
    }
    if (patience != null) {
      training.patience(patience);
    }
    PictureSettings folder = data.folder(data.data(""));
    return training
        .change(recipe -> recipe.withBalanced(classWeights == ClassWeights.BALANCED))
        .change(recipe -> assignments.isEmpty() ? recipe : RecipeFile.with(recipe, assignments))
        .folder(folder == null ? PictureSettings.DEFAULT : folder)
        .limit(data.limitTrain(), data.limitTest())
        .seed(seed)
        .device(compute.device())
        .precision(compute.precision())
        .threads(compute.threads());
  }

  private int train(Beginning beginning, RunFolder folder, int threads) throws IOException {
    RunSettings settings = beginning.settings();
    Split split = beginning.data();
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
            + threads
            + " threads; run folder "
            + folder.path());
    try (Interruption interruption = new Interruption(answer);
        Trainer trainer = new Trainer(Catalog.standard(), settings, split, folder, threads);
        TerminalProgress progress = new TerminalProgress(answer, settings.validationWord())) {
      trainer
          .obstacle()
          .ifPresent(
              why ->
                  answer.say(
                      "falling back to layer-by-layer computation, which is slower: " + why));
      Trainer.Outcome outcome = trainer.run(progress, interruption::requested);
      progress.close();
      if (outcome == Trainer.Outcome.STOPPED) {
        answer.say(
            "stopped after step "
                + trainer.step()
                + "; resume with: resnet "
                + spec.name()
                + " --resume "
                + folder.path());
      } else {
        RunAnswer.give(answer, beginning, folder, trainer);
      }
      return interruption.exitCode();
    }
  }
}
