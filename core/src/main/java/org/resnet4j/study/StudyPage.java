package org.resnet4j.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.Json;
import org.resnet4j.report.Chart;
import org.resnet4j.report.Element;
import org.resnet4j.report.Page;

/**
 * The report of an experiment in its folder: {@code results.json}, {@code report.html} and each
 * chart as an SVG file. Page and charts can be regenerated from the results alone.
 *
 * @param experiment its name
 * @param settings of the study
 * @param command that repeats it
 * @param training rows of text that say how networks were trained, empty if none was; null in older
 *     files, which lack them
 * @param results what was measured
 * @param verdict what follows from the results
 * @param versions of ResNet4J, libtorch and Java
 * @param machine the processor and system
 * @param finished the time
 */
record StudyPage(
    String experiment,
    String question,
    String source,
    StudySettings settings,
    List<String> command,
    @Json.Optional @Nullable Map<String, String> training,
    Verdict verdict,
    Results results,
    Map<String, String> versions,
    Map<String, String> machine,
    String finished) {

  /** The name of the page in an experiment's folder. */
  static final String PAGE = "report.html";

  /** The note of a page whose networks were each trained once. */
  static final Element ONE_SEED =
      Element.paragraph(
          "Each network was trained once, so what chance does is not known: read small differences"
              + " with care.");

  /** How to read the verdict of a page. */
  private static final Element RULE =
      Element.paragraph(
          "A claim is seen or contradicted where what was measured differs by more than the smallest"
              + " difference that matters for it and, over several seeds or turns, by more than the"
              + " 95 % interval of chance; for \"no worse\" the whole interval must lie below that"
              + " difference. Otherwise it is undecided. Networks that have hardly learned decide"
              + " nothing: at least the better of two must make fewer than nine tenths of the errors"
              + " of guessing, and for \"no worse\" both must. ± is a standard deviation.");

  StudyPage {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(versions, "versions");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(finished, "finished");
  }

  /**
   * The same measurement with the current question and verdict of the experiment.
   *
   * @param repeat the command that repeats it
   */
  StudyPage judgedBy(Experiment described, List<String> repeat) {
    Results complete = Learning.withGuessing(results, settings.data());
    return new StudyPage(
        experiment,
        described.question(),
        described.source(),
        settings,
        repeat,
        training,
        described.verdict(complete),
        complete,
        versions,
        machine,
        finished);
  }

  /** The file that holds the numbers of an experiment. */
  static Path file(Path folder) {
    return folder.resolve("results.json");
  }

  /** Whether a folder has the results of an experiment. */
  static boolean isIn(Path folder) {
    return Files.exists(file(folder));
  }

  /**
   * Reads {@code results.json}.
   *
   * @throws IOException if it is missing or damaged
   */
  static StudyPage read(Path folder) throws IOException {
    return Json.read(file(folder), StudyPage.class);
  }

  /** Writes the numbers, from which everything else can be regenerated. */
  void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.write(file(folder), Json.pretty(this));
  }

  /**
   * Writes numbers, pictures and page. Where this Java runtime cannot draw, the page says so and
   * there are no pictures.
   */
  void write(Path folder, Experiment described) throws IOException {
    save(folder);
    List<Element> shown = described.show(results, settings);
    Set<Path> drawn = new HashSet<>();
    for (Element element : shown) {
      if (element instanceof Element.Figure figure) {
        Path file = folder.resolve(slug(figure.chart().title()) + ".svg");
        drawn.add(file);
        AtomicFile.write(file, figure.chart().svg());
      }
    }
    deleteChartsBut(drawn, folder);
    page(described, shown).write(folder.resolve(PAGE));
  }

  /** Deletes charts that an earlier version drew here and this one does not; no other file. */
  private static void deleteChartsBut(Set<Path> drawn, Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old =
          files
              .filter(file -> file.toString().endsWith(".svg") && !drawn.contains(file))
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path file : old) {
      if (Chart.isIn(file)) {
        Files.delete(file);
      }
    }
  }

  private Page page(Experiment described, List<Element> shown) {
    List<Element> findings = new ArrayList<>();
    for (Verdict.Finding finding : verdict.findings()) {
      findings.add(finding.element(finding.claim()));
      findings.add(Element.paragraph(finding.evidence()));
    }
    boolean trains = !described.subjects(settings.profile()).isEmpty();
    if (settings.seeds() == 1 && trains) {
      findings.add(ONE_SEED);
    }
    findings.add(RULE);
    List<Element> run = new ArrayList<>();
    run.add(Element.paragraph("The claim: " + described.source() + "."));
    if (trains) {
      run.add(Element.paragraph(settings.profile().comparison(settings)));
    }
    run.add(Element.settings(rows(trains)));
    return Page.titled(described.title())
        .lead(described.question())
        .figures(verdict.figures())
        .section("Verdict", findings)
        .section("What was measured", shown)
        .section("What was run", run)
        .section(
            "Repeat it",
            Element.command(command),
            Element.links(
                new Element.Link(
                    "All experiments", "../index.html", "what the study found in all")))
        .footer("The numbers are in results.json beside this page, the charts as SVG files.");
  }

  /** The settings of the run; those of trainings only where there were some. */
  private Map<String, String> rows(boolean trains) {
    Map<String, String> rows = new LinkedHashMap<>();
    if (trains) {
      rows.put("data", settings.data());
      rows.put("profile", settings.profile().toString());
      rows.put("seeds", String.valueOf(settings.seeds()));
      rows.put(
          "training images",
          settings.limitTrain() == 0 ? "all" : String.valueOf(settings.limitTrain()));
      rows.put(
          "test images", settings.limitTest() == 0 ? "all" : String.valueOf(settings.limitTest()));
      if (training != null) {
        rows.putAll(training);
      }
    }
    rows.put(
        "computed on",
        settings.device() + " in " + settings.precision() + ", " + settings.threads() + " threads");
    rows.put("finished", finished);
    rows.putAll(versions);
    rows.putAll(machine);
    return rows;
  }

  private static String slug(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
