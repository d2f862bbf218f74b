package org.resnet4j.study;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.report.Element;
import org.resnet4j.report.Page;
import org.resnet4j.train.Json;
import org.resnet4j.train.RunRecord;
import org.resnet4j.weights.WeightsException;

/**
 * Experiments in one folder: {@code study.json} (what they were begun with), {@code runs/} (a
 * folder for each training, which experiments share), a folder for each experiment, and {@code
 * index.html}. A study that was interrupted anywhere goes on, with the numbers that it would have
 * had.
 */
public final class Study {
  private static final String FILE = "study.json";

  private final Path folder;
  private final StudyRecord record;
  private final List<Experiment> known;

  private Study(Path folder, StudyRecord record, List<Experiment> known) {
    this.folder = folder;
    this.record = record;
    this.known = known;
  }

  /**
   * A new study; nothing is written before it runs.
   *
   * @param known all experiments, which the index lists
   * @throws FileAlreadyExistsException if there are files in the folder
   */
  public static Study create(Path folder, StudyRecord record, List<Experiment> known)
      throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files =
          Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
        if (files.findAny().isPresent()) {
          throw new FileAlreadyExistsException(
              folder.toString(),
              null,
              "there is something already; choose another --out or --resume it");
        }
      }
    }
    return new Study(folder, record, known);
  }

  /**
   * A study that was begun before, with more experiments if there are new ones among the names.
   *
   * @throws NoSuchFileException if there is none in the folder
   */
  public static Study open(Path folder, List<String> more, List<Experiment> known)
      throws IOException {
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw new NoSuchFileException(
          folder.toString(), null, "there is no study to resume: " + FILE + " is missing");
    }
    StudyRecord record = Json.read(folder.resolve(FILE), StudyRecord.class);
    List<String> unknown = new ArrayList<>(record.experiments());
    known.forEach(experiment -> unknown.removeIf(experiment.name()::equals));
    if (!unknown.isEmpty()) {
      throw new WeightsException(
          folder.resolve(FILE) + " names an experiment that is not known: " + unknown.get(0));
    }
    return new Study(folder, record.and(more), known);
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

  /** What it was begun with. */
  public StudyRecord record() {
    return record;
  }

  /** The page that leads to all others. */
  public Path index() {
    return folder.resolve("index.html");
  }

  /**
   * Trains, measures and reports what is not done yet.
   *
   * @return false if it was stopped; all is saved
   * @throws IllegalArgumentException if a network does not fit to the data; nothing is written then
   * @throws IOException if a file cannot be read or written
   */
  public boolean run(Split data, StudyProgress progress, BooleanSupplier stop) throws IOException {
    StudySettings settings = record.settings();
    List<Experiment> asked =
        known.stream().filter(e -> record.experiments().contains(e.name())).toList();
    Catalog catalog = catalog(known);
    Path dir = record.dataDir() == null ? null : Path.of(record.dataDir());
    Trainings trainings =
        new Trainings(
            settings, dir, command(record.experiments()), catalog, data, folder.resolve("runs"));
    for (Experiment experiment : asked) {
      if (!Report.isIn(folderOf(experiment))) {
        experiment.subjects(settings.profile()).forEach(trainings::plan);
      }
    }
    AtomicFile.write(folder.resolve(FILE), Json.pretty(record));
    try (Lab lab = new Lab(settings, catalog, data, trainings)) {
      for (Experiment experiment : asked) {
        if (!report(experiment, lab, trainings, progress, stop)) {
          return false;
        }
        writeIndex();
      }
    }
    return true;
  }

  private boolean report(
      Experiment experiment,
      Lab lab,
      Trainings trainings,
      StudyProgress progress,
      BooleanSupplier stop)
      throws IOException {
    Path own = folderOf(experiment);
    if (!Report.isIn(own)) {
      if (!trainings.train(experiment.subjects(lab.settings().profile()), progress, stop)) {
        return false;
      }
      if (stop.getAsBoolean()) {
        return false;
      }
      progress.measuring(experiment);
      Results results = experiment.measure(lab);
      write(experiment, results);
    }
    Report report = Report.read(own);
    progress.reported(experiment, report.verdict(), own.resolve("report.html"));
    return true;
  }

  private void write(Experiment experiment, Results results) throws IOException {
    new Report(
            experiment.name(),
            experiment.question(),
            experiment.source(),
            record.settings(),
            command(List.of(experiment.name())),
            experiment.verdict(results),
            results,
            RunRecord.versionsHere(),
            RunRecord.machineHere(),
            RunRecord.timeNow())
        .write(folderOf(experiment), experiment);
  }

  private Path folderOf(Experiment experiment) {
    return folder.resolve(experiment.name());
  }

  /** The command that gives the same numbers on the same kind of machine. */
  private List<String> command(List<String> experiments) {
    StudySettings settings = record.settings();
    Profile profile = settings.profile();
    List<String> words = new ArrayList<>(List.of("./resnet", "study"));
    words.addAll(experiments);
    words.addAll(List.of("--profile", profile.word(), "--data", settings.data()));
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
    words.addAll(List.of("--precision", settings.precision()));
    words.addAll(List.of("--threads", String.valueOf(settings.threads())));
    return words;
  }

  /** Lists all experiments: those with results first to last, and how to run the others. */
  private void writeIndex() throws IOException {
    List<Element.Link> links = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Experiment experiment : known) {
      Path own = folderOf(experiment);
      if (!Report.isIn(own)) {
        missing.add(experiment.name());
        continue;
      }
      Verdict verdict = Report.read(own).verdict();
      links.add(
          new Element.Link(
              experiment.title(), experiment.name() + "/report.html", experiment.question()));
      for (Verdict.Finding finding : verdict.findings()) {
        rows.add(List.of(finding.outcome().word(), experiment.name(), finding.claim()));
      }
    }
    StudySettings settings = record.settings();
    Page page =
        Page.titled("Residual learning, claim by claim")
            .lead(
                "Each page asks one question of the papers, shows what was measured on "
                    + settings.data()
                    + ", and says what follows.")
            .section("Experiments", new Element.Links(links))
            .section(
                "What they found",
                Element.table(
                    "A claim is seen, contradicted, or undecided: its page has the numbers.",
                    List.of("outcome", "experiment", "claim"),
                    rows));
    if (!missing.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("./resnet", "study"));
      words.addAll(missing);
      words.addAll(List.of("--resume", folder.toString()));
      page.section("Not run yet", Element.command(words));
    }
    page.section("How far the numbers go", Element.paragraph(settings.profile().comparison()))
        .write(index());
  }
}
