package org.resnet4j.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.Split;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.Json;
import org.resnet4j.io.Sha256;
import org.resnet4j.train.Progress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.TrainingException;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/**
 * The trainings of a study, each in a run folder that is named after its settings: equal settings
 * share one run, and an interrupted run is resumed.
 */
final class Trainings {
  private final StudySettings settings;
  private final @Nullable Path dataDir;
  private final List<String> command;
  private final Catalog catalog;
  private final Split data;
  private final Path folder;
  private final Map<String, Planned> planned = new LinkedHashMap<>();

  /** Names of trainings known to be finished, so that their logs are read once. */
  private final Set<String> finished = new HashSet<>();

  /** Time inside trainings, and the cost of what was trained in it. */
  private double seconds;

  private double costDone;

  /**
   * A training that the study needs.
   *
   * @param cost multiply-adds in the forward passes of all its steps
   */
  private record Planned(
      Subject subject, Architecture architecture, RunSettings settings, double cost) {}

  /**
   * An empty plan.
   *
   * @param command the words of the command line, for the record of each run
   * @param folder of the run folders
   */
  Trainings(
      StudySettings settings,
      @Nullable Path dataDir,
      List<String> command,
      Catalog catalog,
      Split data,
      Path folder) {
    this.settings = settings;
    this.dataDir = dataDir;
    this.command = command;
    this.catalog = catalog;
    this.data = data;
    this.folder = folder;
  }

  /**
   * Adds a subject with all seeds to the plan.
   *
   * @throws IllegalArgumentException if its network does not fit the data
   */
  void plan(Subject subject) {
    for (long seed : settings.seedList()) {
      Planned training = planned(subject, seed);
      planned.putIfAbsent(name(training.settings()), training);
    }
  }

  private Planned planned(Subject subject, long seed) {
    Architecture architecture = subject.build(catalog, data.train());
    Recipe recipe = settings.profile().recipe(architecture, data.train(), settings.epochs());
    recipe.requireFit(architecture, data.train());
    RunSettings run =
        new RunSettings(
            subject.model(),
            architecture.options(),
            settings.data(),
            settings.limitTrain(),
            settings.limitTest(),
            recipe,
            subject.initialization(),
            seed,
            settings.device(),
            settings.precision(),
            settings.threads(),
            null);
    // Only ratios of trainings matter, so backward passes, twice the work for all, do not count.
    double cost =
        (double) Summary.of(architecture).multiplyAdds()
            * recipe.totalSteps(data.train().size())
            * recipe.batchSize();
    return new Planned(subject, architecture, run, cost);
  }

  /**
   * The recipes of subjects as a table for a reader: a row of each setting, which names the
   * subjects where they differ.
   */
  Map<String, String> recipes(List<Subject> subjects) {
    Map<String, Map<String, List<String>>> owners = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      RecipeText.rows(planned(subject, 0).settings().recipe(), data.train().size())
          .forEach(
              (row, value) ->
                  owners
                      .computeIfAbsent(row, r -> new LinkedHashMap<>())
                      .computeIfAbsent(value, v -> new ArrayList<>())
                      .add(subject.name()));
    }
    Map<String, String> rows = new LinkedHashMap<>();
    owners.forEach(
        (row, values) ->
            rows.put(
                row,
                values.size() == 1
                    ? values.keySet().iterator().next()
                    : values.entrySet().stream()
                        .map(
                            each -> each.getKey() + " (" + String.join(", ", each.getValue()) + ")")
                        .collect(Collectors.joining("; "))));
    return rows;
  }

  /** The folder's name: readable, and different where any setting is. */
  static String name(RunSettings run) {
    String hash = Sha256.hex(Json.line(run).getBytes(StandardCharsets.UTF_8));
    return run.model() + "-seed" + run.seed() + "-" + hash.substring(0, 8);
  }

  /**
   * Trains what the subjects need and is not finished yet.
   *
   * @return false if it was stopped; all is saved
   */
  boolean train(List<Subject> subjects, StudyProgress progress, BooleanSupplier stop)
      throws IOException {
    for (Subject subject : subjects) {
      for (long seed : settings.seedList()) {
        if (!train(subject, seed, progress, stop)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean train(Subject subject, long seed, StudyProgress progress, BooleanSupplier stop)
      throws IOException {
    Planned training = planned(subject, seed);
    String name = name(training.settings());
    if (isFinished(training, name)) {
      return true;
    }
    Path path = folder.resolve(name);
    RunFolder run =
        Files.exists(path.resolve("run.json"))
            ? RunFolder.open(path)
            : RunFolder.create(
                path,
                RunRecord.now(
                    training.settings(), dataDir == null ? null : dataDir.toString(), command));
    int number = List.copyOf(planned.keySet()).indexOf(name) + 1;
    int epochs = training.settings().recipe().epochs(data.train().size());
    double left = costLeft();
    long begun = System.nanoTime();
    double secondsBefore = seconds;
    double doneBefore = costDone;
    StudyProgress.Place[] place = {place(training, number, left)};
    try (Trainer trainer = new Trainer(catalog, training.settings(), data, run)) {
      long begin = trainer.step();
      Progress told =
          new Progress() {
            @Override
            public void step(
                long step, long total, double loss, double top1, double imagesPerSecond) {
              seconds = secondsBefore + secondsSince(begun);
              costDone = doneBefore + training.cost() * (step - begin) / total;
              place[0] = place(training, number, left - training.cost() * step / total);
              progress.step(place[0], step, total, loss);
            }

            @Override
            public void warn(String what) {
              progress.warn(what);
            }

            @Override
            public void epoch(EpochResult result, long totalSteps) {
              progress.epoch(place[0], result, epochs);
            }
          };
      return trainer.run(told, stop, epoch -> TrainedRun.keeps(epoch, epochs))
          == Trainer.Outcome.FINISHED;
    } catch (TrainingException e) {
      AtomicFile.write(run.diverged(), e.what() + "\n");
      progress.diverged(place[0], e.what());
      return true;
    } finally {
      seconds = secondsBefore + secondsSince(begun);
    }
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private StudyProgress.Place place(Planned training, int number, double costLeft) {
    return new StudyProgress.Place(
        number,
        planned.size(),
        training.subject().name(),
        training.settings().seed(),
        costDone == 0 ? Double.NaN : seconds / costDone * costLeft);
  }

  private double costLeft() throws IOException {
    double left = 0;
    for (Map.Entry<String, Planned> entry : planned.entrySet()) {
      if (!isFinished(entry.getValue(), entry.getKey())) {
        left += entry.getValue().cost();
      }
    }
    return left;
  }

  private boolean isFinished(Planned training, String name) throws IOException {
    if (finished.contains(name)) {
      return true;
    }
    Path path = folder.resolve(name);
    if (!Files.exists(path.resolve("run.json"))) {
      return false;
    }
    RunFolder run = RunFolder.open(path);
    int epochs = training.settings().recipe().epochs(data.train().size());
    if (Files.exists(run.diverged())
        || (Files.exists(run.report()) && run.history().size() == epochs)) {
      finished.add(name);
    }
    return finished.contains(name);
  }

  /**
   * A training that {@link #train} has finished.
   *
   * @throws IllegalArgumentException if it has not
   */
  TrainedRun finished(Subject subject, long seed) throws IOException {
    Planned training = planned(subject, seed);
    String name = name(training.settings());
    if (!isFinished(training, name)) {
      throw new IllegalArgumentException(
          subject.name() + " is not among the networks that its experiment declares");
    }
    RunFolder run = RunFolder.open(folder.resolve(name));
    Path diverged = run.diverged();
    return new TrainedRun(
        subject,
        seed,
        training.architecture(),
        training.settings(),
        run,
        run.history(),
        Files.exists(diverged) ? Files.readString(diverged).strip() : "");
  }
}
