package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.Split;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Study;
import org.resnet4j.study.StudyRecord;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.experiments.Experiments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resnet study}: claims of the papers to pages that show whether they hold. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = "See a claim of the papers with your own eyes: an experiment to a page.")
final class StudyCommand implements Callable<Integer> {
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--data-dir", "--json", "--quiet", "--debug");

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Experiments; 'all' for all of them, 'list' (or nothing) to see which.")
  private List<String> names = List.of();

  @Option(
      names = "--profile",
      defaultValue = "quick",
      description =
          "quick (minutes, embedded images), standard (hours, CIFAR-10) or paper (the published"
              + " protocol, for a GPU); default: quick.")
  private Profile profile = Profile.QUICK;

  @Option(
      names = "--seeds",
      description = "How often each network is trained (default: the profile's).")
  private @Nullable Integer seeds;

  @Option(names = "--epochs", description = "The length of each training (default: the profile's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--out",
      description = "A new folder for the study (default: studies/PROFILE-TIME).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "STUDY",
      description = "Go on with a study, also with more experiments.")
  private @Nullable Path resume;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (resume == null && (names.isEmpty() || names.equals(List.of("list")))) {
      list();
      return 0;
    }
    List<String> chosen = chosen();
    if (resume != null) {
      RunCommand.requireNoSettings(spec, WITH_RESUME, "study.json");
      Study study = Study.open(resume, chosen, Experiments.all());
      Path dir = data.dataDir();
      String recorded = study.record().dataDir();
      return run(study, dir == null && recorded != null ? Path.of(recorded) : dir, resume);
    }
    StudySettings settings = settings();
    Path dir = data.dataDir();
    open(settings, dir); // Before there is a folder.
    Path folder = out == null ? RunCommand.timed("studies", profile.word()) : out;
    StudyRecord record = new StudyRecord(settings, chosen, dir == null ? null : dir.toString());
    return run(Study.create(folder, record, Experiments.all()), dir, folder);
  }

  private void list() {
    Map<String, String> questions = new LinkedHashMap<>();
    Experiments.all().forEach(e -> questions.put(e.name(), e.question()));
    answer.give(
        Map.of("experiments", questions),
        () -> {
          StringBuilder text = new StringBuilder();
          for (Experiment experiment : Experiments.all()) {
            text.append(String.format("%-18s %s%n", experiment.name(), experiment.title()));
          }
          return text.append("\nRun one with: resnet study NAME, or all with: resnet study all")
              .toString();
        });
  }

  private List<String> chosen() {
    List<String> known = Experiments.all().stream().map(Experiment::name).toList();
    for (String name : names) {
      if (!known.contains(name) && !name.equals("all")) {
        throw new IllegalArgumentException(
            "there is no experiment '" + name + "': choose among " + String.join(", ", known));
      }
    }
    return names.contains("all") ? known : List.copyOf(new LinkedHashSet<>(names));
  }

  private StudySettings settings() {
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("--epochs must be at least 1, not " + epochs);
    }
    String name = data.data(profile.data());
    boolean own = name.equals(profile.data());
    return new StudySettings(
        profile,
        name,
        data.limitTrain() == 0 && own ? profile.limitTrain() : data.limitTrain(),
        data.limitTest() == 0 && own ? profile.limitTest() : data.limitTest(),
        seeds == null ? profile.seeds() : seeds,
        epochs == null ? 0 : epochs,
        compute.device().toString(),
        compute.precision().toString(),
        compute.threads());
  }

  private static Split open(StudySettings settings, @Nullable Path dir) {
    return DataFlags.open(
        settings.data(), dir, ResizeCrop.square(32), settings.limitTrain(), settings.limitTest());
  }

  private int run(Study study, @Nullable Path dir, Path folder) throws IOException {
    StudySettings settings = study.record().settings();
    Split split = open(settings, dir);
    answer.say(
        String.join(", ", study.record().experiments())
            + " on "
            + split.train().size()
            + " images of "
            + settings.data()
            + ", profile "
            + settings.profile().word()
            + ", "
            + settings.seeds()
            + (settings.seeds() == 1 ? " seed" : " seeds")
            + "; study folder "
            + folder);
    try (Interruption interruption = new Interruption();
        TerminalStudyProgress progress = new TerminalStudyProgress(answer)) {
      if (!study.run(split, progress, interruption::requested)) {
        progress.close();
        answer.say("stopped; go on with: resnet study --resume " + folder);
        return Main.FAILED;
      }
      progress.close();
      if (settings.seeds() == 1) {
        answer.say("each network was trained once, so chance is not known; --seeds 3 tells");
      }
      answer.give(
          Map.of("verdicts", progress.verdicts(), "index", study.index().toString()),
          () -> "all pages: " + study.index());
      return 0;
    }
  }
}
