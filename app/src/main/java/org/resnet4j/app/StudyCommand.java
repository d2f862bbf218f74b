package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.flags.ComputeFlags;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.TerminalStudyProgress;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Study;
import org.resnet4j.study.StudyRecord;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.experiments.Experiments;
import org.resnet4j.text.Names;
import org.resnet4j.train.recipe.PictureSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resnet study}: tests claims of the papers and reports whether they hold. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = "Test a claim of the papers by an experiment, and write a report page.",
    footer = {
      "%nExamples:",
      "  resnet study list",
      "  resnet study degradation",
      "  resnet study all --profile standard --seeds 3"
    })
final class StudyCommand implements Callable<Integer> {
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--data-dir", "--json", "--quiet", "--debug");

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = Candidates.Studies.class,
      description = "Experiments; 'all' for all of them, 'list' (or nothing) to list them.")
  private List<String> names = List.of();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "quick",
      description =
          "quick (minutes, 3,000 embedded images), standard (hours, CIFAR-10) or paper (the"
              + " published protocol, for a GPU); default: quick. quick uses 3,000 training and"
              + " 1,000 test images of any --data unless --limit-train or --limit-test is given.")
  private Profile profile = Profile.QUICK;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each network, one per seed (default: the profile's).")
  private @Nullable Integer seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of each training (default: the profile's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A new folder for the study (default: studies/PROFILE-TIME).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "STUDY",
      description = "Resume a study, or add experiments to it.")
  private @Nullable Path resume;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  private final List<Experiment> known;

  StudyCommand() {
    this(Experiments.all());
  }

  /** Creates the command with other experiments. */
  StudyCommand(List<Experiment> known) {
    this.known = known;
  }

  @Override
  public Integer call() throws IOException {
    if (resume == null && (names.isEmpty() || names.equals(List.of("list")))) {
      list();
      return 0;
    }
    List<String> chosen = chosen();
    String dir = data.dataDir() == null ? null : data.dataDir().toString();
    if (resume != null) {
      RunCommand.requireNoSettings(spec, WITH_RESUME, "study.json");
      Study study = Study.open(resume, chosen, dir, known);
      return run(study, study.isMeasured() ? null : open(study.record()), resume);
    }
    StudyRecord record = new StudyRecord(settings(), chosen, dir);
    if (!PictureSettings.DEFAULT.equals(data.folder(record.settings().data()))
        && PicturePlace.isOne(record.settings().data())) {
      throw new IllegalArgumentException(
          "study does not take --split, --on-bad-picture or --max-pixels");
    }
    Split split = open(record);
    Path folder = out == null ? RunCommand.timed("studies", profile.toString()) : out;
    return run(Study.create(folder, record, known), split, folder);
  }

  private void list() {
    Map<String, String> questions = new LinkedHashMap<>();
    known.forEach(e -> questions.put(e.name(), e.question()));
    answer.give(
        Map.of("experiments", questions),
        () -> {
          StringBuilder text = new StringBuilder();
          for (Experiment experiment : known) {
            String title = experiment.title();
            String question = title.substring(title.indexOf(':') + 1).strip();
            text.append(String.format(Locale.ROOT, "%-18s %s%n", experiment.name(), question));
          }
          return text.append("\nRun one with: resnet study NAME, or all with: resnet study all")
              .toString();
        });
  }

  private List<String> chosen() {
    List<String> all = known.stream().map(Experiment::name).toList();
    for (String name : names) {
      if (!all.contains(name) && !name.equals("all")) {
        throw new IllegalArgumentException(
            "no experiment '"
                + name
                + "': expected one of "
                + String.join(", ", all)
                + Names.suggestion(name, all));
      }
    }
    return names.contains("all") ? all : List.copyOf(new LinkedHashSet<>(names));
  }

  /** The settings given by flags, with the profile's for the rest. */
  StudySettings settings() {
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("--epochs: expected at least 1, got " + epochs);
    }
    return StudySettings.of(profile)
        .withData(data.data(profile.data()))
        .withLimits(
            data.limitTrain() == 0 ? profile.limitTrain() : data.limitTrain(),
            data.limitTest() == 0 ? profile.limitTest() : data.limitTest())
        .withSeeds(seeds == null ? profile.seeds() : seeds)
        .withEpochs(epochs == null ? 0 : epochs)
        .withCompute(compute.device(), compute.precision(), compute.threads());
  }

  private Split open(StudyRecord record) {
    StudySettings settings = record.settings();
    if (PicturePlace.isOne(settings.data())) {
      answer.note(
          "pictures are resized and cropped to %dx%d pixels, the input of the study's networks"
              .formatted(Study.SIDE, Study.SIDE));
    }
    return new DataSelection(
            settings.data(),
            record.dataFolder(),
            PictureSettings.DEFAULT,
            settings.limitTrain(),
            settings.limitTest(),
            answer)
        .open(ResizeCrop.square(Study.SIDE), 3);
  }

  private static String trainedOn(Split split, StudySettings settings) {
    return " on "
        + split.train().size()
        + " images of "
        + settings.data()
        + ", profile "
        + settings.profile()
        + ", "
        + settings.seeds()
        + (settings.seeds() == 1 ? " seed" : " seeds");
  }

  /**
   * Runs a study.
   *
   * @param split null if everything is measured already, so that no data are needed
   */
  private int run(Study study, @Nullable Split split, Path folder) throws IOException {
    StudySettings settings = study.record().settings();
    answer.say(
        String.join(", ", study.record().experiments())
            + (split == null ? ", already measured" : "")
            + (split != null && study.trains() ? trainedOn(split, settings) : "")
            + "; study folder "
            + folder);
    try (Interruption interruption = new Interruption(answer);
        TerminalStudyProgress progress = new TerminalStudyProgress(answer)) {
      Study.Outcome outcome =
          split == null
              ? study.report(progress)
              : study.run(split, progress, interruption::requested);
      progress.close();
      if (outcome == Study.Outcome.STOPPED) {
        answer.say("stopped; resume with: resnet study --resume " + folder);
        return interruption.exitCode();
      }
      if (settings.seeds() == 1 && study.trains()) {
        answer.say(
            "each network was trained once, so the variation between seeds is unknown; use --seeds 3"
                + " to measure it");
      }
      answer.give(
          Map.of(
              "verdicts",
              progress.verdicts(),
              "failed",
              progress.failures(),
              "index",
              study.index().toString()),
          () -> "all pages: " + study.index());
      if (outcome == Study.Outcome.FAILED) {
        answer.warn(
            String.join(", ", progress.failures().keySet())
                + " failed; try again with: resnet study --resume "
                + folder);
        return Main.FAILED;
      }
      return interruption.exitCode();
    }
  }
}
