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
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.download.DownloadException;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.Training;
import org.resnet4j.train.recipe.FolderSettings;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that fills a run folder: it begins a run with the settings that its flags say, or goes
 * on with any run.
 */
abstract class RunCommand implements Callable<Integer> {
  /** The flags that decide nothing about a run. */
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--data", "--data-dir", "--threads", "--json", "--quiet", "--debug");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The length of the run (default: the recipe's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images a step (default: the recipe's).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "The learning rate at its highest: of the recipe fast that of the convolutions, of"
              + " fine-tuning that of the head; others keep their ratio to it (default: the"
              + " recipe's).")
  private @Nullable Double rate;

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      description =
          "How fast weights shrink; the recipe fast keeps the length of convolutions (default: the"
              + " recipe's).")
  private @Nullable Double weightDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End the run after N epochs without a higher validation accuracy (default: never early).")
  private @Nullable Integer patience;

  @Option(
      names = "--class-weights",
      paramLabel = "BALANCE",
      defaultValue = "none",
      description =
          "none, or balanced: classes of few images count as much as those of many (default:"
              + " none).")
  private ClassWeights classWeights = ClassWeights.NONE;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides every random number (default: 0), but not which images are held out.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A new folder for the run (default: runs/MODEL-DATA-TIME).")
  private @Nullable Path out;

  @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a stopped run.")
  private @Nullable Path resume;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  /** Whether classes of few images count more. */
  enum ClassWeights {
    NONE,
    BALANCED;

    /** As {@code --class-weights} takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a run is begun with.
   *
   * @param skipped how many pictures cannot be read and are left out
   */
  record Beginning(RunSettings settings, Split data, int skipped) {}

  /**
   * What the flags say.
   *
   * @throws IllegalArgumentException if they do not fit together or to the data
   */
  abstract Beginning begin() throws IOException;

  @Override
  public final Integer call() throws IOException {
    if (resume != null) {
      return goOn(resume);
    }
    Beginning beginning = begin();
    RunSettings settings = beginning.settings();
    Path dir = data.dataDir();
    RunRecord record =
        RunRecord.now(settings, dir == null ? null : dir.toString(), answer.commandLine());
    Path folder = out == null ? defaultFolder(settings) : out;
    return train(beginning, RunFolder.create(folder, record), settings.threads());
  }

  private int goOn(Path run) throws IOException {
    requireNoSettings(spec, WITH_RESUME, "run.json");
    RunFolder folder = RunFolder.open(run);
    RunRecord record = folder.record();
    RunSettings settings = record.settings();
    Path dir = data.dataDir();
    if (dir == null && record.dataDir() != null) {
      dir = Path.of(record.dataDir());
    }
    FolderSettings reading = settings.folder() == null ? FolderSettings.DEFAULT : settings.folder();
    DataSelection selection =
        new DataSelection(
            place(settings), dir, reading, settings.limitTrain(), settings.limitTest(), answer);
    Shape input = settings.options().input();
    Split split;
    try {
      split = selection.open(ResizeCrop.covering(input.height(), input.width()), input.channels());
    } catch (DataException | DownloadException e) {
      throw new DataException(
          e.getMessage() + "; if the data are elsewhere now, say where: --data or --data-dir", e);
    }
    int threads = compute.threads(settings.threads());
    if (!settings.hasSameBitsWith(threads)) {
      answer.warn(
          "this run was begun with "
              + settings.threads()
              + " threads and goes on with "
              + threads
              + ": operations are divided otherwise, so its weights will differ in their last bits"
              + " from those of a run that nobody stopped");
    }
    return train(new Beginning(settings, split, selection.skipped()), folder, threads);
  }

  /**
   * Where the data of a run are now: a folder may have moved.
   *
   * @throws IllegalArgumentException if other data are asked for
   */
  private String place(RunSettings settings) {
    String place = data.data(settings.data());
    if (!place.equals(settings.data())
        && !(DataSets.isFolder(place) && DataSets.isFolder(settings.data()))) {
      throw new IllegalArgumentException(
          "--resume goes on with the data "
              + settings.data()
              + " in run.json: --data may say where a folder is now, not choose "
              + place);
    }
    return place;
  }

  /** Refuses flags beside --resume which decide what was decided before. */
  static void requireNoSettings(CommandSpec spec, Set<String> allowed, String file) {
    List<String> refused =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !allowed.contains(name))
            .toList();
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "--resume goes on with the settings in "
              + file
              + ": leave out "
              + String.join(", ", refused));
    }
  }

  private static Path defaultFolder(RunSettings settings) {
    String data = settings.data().replaceAll("[^A-Za-z0-9.-]+", "-");
    return timed("runs", settings.model() + "-" + data);
  }

  /** A folder in another whose name ends in the present time. */
  static Path timed(String parent, String name) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return Path.of(parent, name + "-" + time);
  }

  /** The flags that say which images. */
  DataFlags data() {
    return data;
  }

  /** How the command answers. */
  Answer answer() {
    return answer;
  }

  /** A training with what the flags change. */
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
    FolderSettings folder = data.folder(data.data(""));
    return training
        .change(recipe -> recipe.withBalanced(classWeights == ClassWeights.BALANCED))
        .folder(folder == null ? FolderSettings.DEFAULT : folder)
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
          .ifPresent(why -> answer.say("computed layer by layer, which takes longer: " + why));
      Trainer.Outcome outcome = trainer.run(progress, interruption::requested);
      progress.close();
      if (outcome == Trainer.Outcome.STOPPED) {
        answer.say(
            "stopped after step "
                + trainer.step()
                + "; go on with: resnet "
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
