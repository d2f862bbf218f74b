package org.resnet4j.study;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.io.LockFile;
import org.resnet4j.io.MadeFolders;
import org.resnet4j.report.Element;
import org.resnet4j.report.Page;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;

/**
 * Runs experiments.
 *
 * <pre>{@code
 * Study study = Study.create(Path.of("study"), StudySettings.of(Profile.QUICK), Experiments.named("degradation"));
 * study.run();
 * System.out.println(study.index());
 * }</pre>
 *
 * <p>A study is one folder: {@code study.json} (the settings they were started with), {@code runs/}
 * (a folder for each training, which experiments share), a folder for each experiment, and {@code
 * index.html}. A study that was interrupted anywhere can be resumed and gives the same numbers.
 */
public final class Study {
  /** The side in pixels to which the pictures of a folder are resized and cropped. */
  public static final int SIDE = 32;

  private static final String FILE = "study.json";

  private final Path folder;
  private final StudyRecord record;
  private final List<Experiment> known;

  private boolean fresh;

  private Study(Path folder, StudyRecord record, List<Experiment> known, boolean fresh) {
    this.folder = folder;
    this.record = record;
    this.known = known;
    this.fresh = fresh;
  }

  /**
   * A new study; nothing is written before it runs.
   *
   * @param known all experiments, which the index lists
   * @throws FileAlreadyExistsException if there are files in the folder
   */
  public static Study create(Path folder, StudyRecord record, List<Experiment> known)
      throws IOException {
    RunFolder.requireFree(folder);
    return new Study(folder, record, known, true);
  }

  /** A new study of these experiments, which {@link #run()} runs on the data of the settings. */
  public static Study create(Path folder, StudySettings settings, Experiment... experiments)
      throws IOException {
    List<String> names = Stream.of(experiments).map(Experiment::name).toList();
    return create(folder, new StudyRecord(settings, names, null), List.of(experiments));
  }

  /**
   * Resumes a study, with additional experiments if there are new ones among the names.
   *
   * @param dataDir where the data set is now, or null if it has not moved
   * @throws NoSuchFileException if there is none in the folder
   */
  public static Study open(
      Path folder, List<String> more, @Nullable String dataDir, List<Experiment> known)
      throws IOException {
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw new NoSuchFileException(
          folder.toString(), null, "there is no study to resume: " + FILE + " is missing");
    }
    StudyRecord record = Json.read(folder.resolve(FILE), StudyRecord.class);
    List<String> unknown = new ArrayList<>(record.experiments());
    known.forEach(experiment -> unknown.removeIf(experiment.name()::equals));
    if (!unknown.isEmpty()) {
      throw new FormatException(
          folder.resolve(FILE), "it names an unknown experiment: " + unknown.get(0));
    }
    return new Study(folder, record.and(more, dataDir), known, false);
  }

  /** The networks of the library, and those that experiments add. */
  public static Catalog catalog(List<Experiment> experiments) {
    Catalog catalog = Catalog.standard();
    for (Experiment experiment : experiments) {
      for (Catalog.Entry entry : experiment.networks()) {
        catalog = catalog.with(entry);
      }
    }
    return catalog;
  }

  /** The settings it was started with. */
  public StudyRecord record() {
    return record;
  }

  /** The index page, which links to all others. */
  public Path index() {
    return folder.resolve("index.html");
  }

  /** Whether a requested experiment needs trained networks. */
  public boolean trains() {
    return trains(asked());
  }

  private boolean trains(List<Experiment> experiments) {
    return experiments.stream().anyMatch(e -> !e.subjects(record.settings().profile()).isEmpty());
  }

  /**
   * Whether all requested experiments are measured, so that {@link #report} suffices and no data
   * are needed.
   */
  public boolean isMeasured() {
    return asked(false).isEmpty();
  }

  private List<Experiment> asked() {
    return known.stream().filter(e -> record.experiments().contains(e.name())).toList();
  }

  /** The experiments that are measured, or those that are not. */
  private List<Experiment> asked(boolean measured) {
    return asked().stream().filter(e -> StudyPage.isIn(folderOf(e)) == measured).toList();
  }

  /** How a study ended. */
  public enum Outcome {
    /** All experiments are measured. */
    FINISHED,
    /** It was stopped on request; everything is saved. */
    STOPPED,
    /** Some could not be measured or reported; {@link StudyProgress#failed} was called for each. */
    FAILED
  }

  /** As below, on the data of the settings, to the end and without reports of progress. */
  public Outcome run() throws IOException {
    StudySettings settings = record.settings();
    Split data =
        DataSets.standard()
            .open(settings.data(), record.dataFolder(), PictureOptions.square(SIDE))
            .limitUnlessZero(settings.limitTrain(), settings.limitTest());
    return run(data, StudyProgress.SILENT, () -> false);
  }

  /**
   * Trains, measures and reports what is not done yet. Existing pages and verdicts are regenerated
   * from their numbers.
   *
   * @throws IllegalArgumentException if a network does not fit the data; nothing is written then
   * @throws FileAlreadyExistsException if another process has started to use a new study's folder
   * @throws IOException if a file cannot be read or written, or the study is already running
   */
  public Outcome run(Split data, StudyProgress progress, BooleanSupplier stop) throws IOException {
    StudySettings settings = record.settings();
    Catalog catalog = catalog(known);
    Trainings trainings =
        new Trainings(
            settings,
            record.dataFolder(),
            command(settings, asked()),
            catalog,
            data,
            folder.resolve("runs"));
    List<Experiment> open = asked(false);
    open.forEach(e -> e.subjects(settings.profile()).forEach(trainings::plan));
    try (MadeFolders made = MadeFolders.upTo(folder);
        LockFile lock = LockFile.tryTake(RunFolder.lockFile(folder)).orElseThrow(this::taken)) {
      if (fresh) {
        RunFolder.requireFree(folder); // No other process can claim the folder from here on.
      }
      AtomicFile.write(folder.resolve(FILE), Json.pretty(record));
      fresh = false;
      return run(catalog, trainings, open, data, progress, stop);
    }
  }

  private FileSystemException taken() {
    return fresh
        ? RunFolder.taken(folder)
        : new FileSystemException(
            folder.toString(),
            null,
            "this study is already running; wait until it finishes, or stop it");
  }

  private Outcome run(
      Catalog catalog,
      Trainings trainings,
      List<Experiment> open,
      Split data,
      StudyProgress progress,
      BooleanSupplier stop)
      throws IOException {
    StudySettings settings = record.settings();
    Map<String, String> failed = new LinkedHashMap<>();
    reportMeasured(progress, failed);
    for (Experiment experiment : open) {
      List<Subject> subjects = experiment.subjects(settings.profile());
      if (!trainings.train(subjects, progress, stop) || stop.getAsBoolean()) {
        return Outcome.STOPPED;
      }
      progress.measuring(experiment);
      // A separate laboratory resets the threads, whatever was trained before.
      try (Lab lab =
          new Lab(
              settings, catalog, data, trainings, what -> progress.measuring(experiment, what))) {
        Map<String, String> recipes = trainings.recipes(subjects);
        complete(experiment, () -> measured(experiment, lab, recipes), failed, progress);
      }
      writeIndex(failed);
    }
    return failed.isEmpty() ? Outcome.FINISHED : Outcome.FAILED;
  }

  /**
   * Regenerates the pages and verdicts of measured experiments from their numbers alone; measures
   * nothing.
   *
   * @throws IOException if a file cannot be read or written
   */
  public Outcome report(StudyProgress progress) throws IOException {
    Map<String, String> failed = new LinkedHashMap<>();
    reportMeasured(progress, failed);
    return failed.isEmpty() ? Outcome.FINISHED : Outcome.FAILED;
  }

  private void reportMeasured(StudyProgress progress, Map<String, String> failed)
      throws IOException {
    AtomicFile.write(folder.resolve(FILE), Json.pretty(record));
    for (Experiment experiment : asked(true)) {
      StudyPage report = StudyPage.read(folderOf(experiment));
      List<String> repeat = command(report.settings(), List.of(experiment));
      complete(experiment, () -> report.judgedBy(experiment, repeat), failed, progress);
    }
    writeIndex(failed);
  }

  /** A source of a report. */
  private interface Source {
    StudyPage report() throws IOException;
  }

  /** Writes a report. A failure is recorded and reported, and stops no other report. */
  private void complete(
      Experiment experiment, Source source, Map<String, String> failed, StudyProgress progress) {
    Path own = folderOf(experiment);
    StudyPage report;
    try {
      report = source.report();
      report.write(own, experiment);
    } catch (IOException | RuntimeException e) {
      String why = reason(e);
      failed.put(experiment.name(), why);
      progress.failed(experiment, why);
      return;
    }
    progress.reported(experiment, report.verdict(), own.resolve(StudyPage.PAGE));
  }

  private StudyPage measured(Experiment experiment, Lab lab, Map<String, String> recipes)
      throws IOException {
    List<String> repeat = command(record.settings(), List.of(experiment));
    StudyPage report =
        new StudyPage(
            experiment.name(),
            experiment.question(),
            experiment.source(),
            record.settings(),
            repeat,
            recipes,
            Verdict.of(),
            withLearning(
                experiment.measure(lab), experiment.subjects(record.settings().profile()), lab),
            RunRecord.versionsHere(),
            RunRecord.machineHere(),
            RunRecord.timeNow());
    report.save(folderOf(experiment)); // Before anything else can fail.
    return report.judgedBy(experiment, repeat);
  }

  /**
   * The measurements, and the course of the trainings even where the experiment does not use it:
   * whether its networks have learned decides what can be concluded.
   */
  private static Results withLearning(Results measured, List<Subject> subjects, Lab lab)
      throws IOException {
    return measured.and(
        lab.learning(
            subjects.stream()
                .filter(
                    subject ->
                        measured
                            .untrained(subject.name(), Learning.TRAINING_ERROR)
                            .values()
                            .isEmpty())
                .toList()));
  }

  /** In one line; the message of a missing file is no more than its name. */
  private static String reason(Exception e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return Stream.ofNullable(e instanceof FileSystemException ? null : e.getMessage())
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(e.toString());
  }

  private Path folderOf(Experiment experiment) {
    return folder.resolve(experiment.name());
  }

  /**
   * The command that gives the same numbers on the same kind of machine; settings of trainings are
   * left out where there are none.
   */
  private List<String> command(StudySettings settings, List<Experiment> experiments) {
    List<String> words = new ArrayList<>(List.of("./resnet", "study"));
    experiments.forEach(experiment -> words.add(experiment.name()));
    if (trains(experiments)) {
      words.addAll(forTrainings(settings));
    }
    words.addAll(List.of("--device", settings.device().toString()));
    words.addAll(List.of("--precision", settings.precision().toString()));
    words.addAll(List.of("--threads", String.valueOf(settings.threads())));
    return words;
  }

  private List<String> forTrainings(StudySettings settings) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--profile", settings.profile().toString(), "--data", settings.data()));
    if (record.dataDir() != null) {
      words.addAll(List.of("--data-dir", record.dataDir()));
    }
    words.addAll(List.of("--seeds", String.valueOf(settings.seeds())));
    if (settings.epochs() > 0) {
      words.addAll(List.of("--epochs", String.valueOf(settings.epochs())));
    }
    if (settings.limitTrain() > 0) {
      words.addAll(List.of("--limit-train", String.valueOf(settings.limitTrain())));
    }
    if (settings.limitTest() > 0) {
      words.addAll(List.of("--limit-test", String.valueOf(settings.limitTest())));
    }
    return words;
  }

  /**
   * Lists all experiments: those with results first to last, and how to run the others.
   *
   * @param failed why some could not be measured or reported
   */
  private void writeIndex(Map<String, String> failed) throws IOException {
    List<Element.Link> links = new ArrayList<>();
    List<Element> claims = new ArrayList<>();
    List<Verdict.Finding> findings = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Experiment experiment : known) {
      Path own = folderOf(experiment);
      if (!StudyPage.isIn(own) || failed.containsKey(experiment.name())) {
        missing.add(experiment.name());
        continue;
      }
      Verdict verdict = StudyPage.read(own).verdict();
      links.add(
          new Element.Link(
              experiment.title(),
              experiment.name() + "/" + StudyPage.PAGE,
              experiment.question() + "\n" + verdict.summary()));
      for (Verdict.Finding finding : verdict.findings()) {
        findings.add(finding);
        claims.add(finding.element(experiment.name() + ": " + finding.claim()));
      }
    }
    StudySettings settings = record.settings();
    Page page =
        Page.titled("Residual learning, claim by claim")
            .lead(
                "Each page asks one question of the papers, shows what was measured"
                    + (trains() ? " on " + settings.data() : "")
                    + ", and says what follows.")
            .figures(new Verdict(findings).figures())
            .section("Experiments", new Element.Links(links))
            .section("What they found", claims);
    if (!missing.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("./resnet", "study"));
      words.addAll(missing);
      words.addAll(List.of("--resume", folder.toString()));
      List<Element> elements = new ArrayList<>();
      failed.forEach((name, why) -> elements.add(Element.paragraph(name + " failed: " + why)));
      elements.add(Element.command(words));
      page.section(failed.isEmpty() ? "Not run yet" : "Not run, or failed", elements);
    }
    if (trains()) {
      List<Element> reach = new ArrayList<>();
      reach.add(Element.paragraph(settings.profile().comparison(settings)));
      if (settings.seeds() == 1) {
        reach.add(StudyPage.ONE_SEED);
      }
      page.section("How far the numbers go", reach);
    }
    page.write(index());
  }
}
