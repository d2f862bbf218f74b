package org.resnet4j.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.report.Chart;
import org.resnet4j.report.Element;
import org.resnet4j.report.KeyFigure;
import org.resnet4j.report.Page;
import org.resnet4j.train.Json;

/**
 * What an experiment leaves in its folder: {@code results.json}, {@code report.html} and each chart
 * as an SVG file. Page and charts are made from the results alone.
 *
 * @param experiment its name
 * @param settings of the study
 * @param command that repeats it
 * @param results what was measured
 * @param verdict what follows from the results
 * @param versions of ResNet4J, libtorch and Java
 * @param machine the processor and system
 * @param finished the time
 */
record Report(
    String experiment,
    String question,
    String source,
    StudySettings settings,
    List<String> command,
    Verdict verdict,
    Results results,
    Map<String, String> versions,
    Map<String, String> machine,
    String finished) {

  Report {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(results, "results");
  }

  /** The file that holds the numbers of an experiment. */
  static Path file(Path folder) {
    return folder.resolve("results.json");
  }

  /** Whether a folder has the results of a finished experiment. */
  static boolean isIn(Path folder) {
    return Files.exists(file(folder));
  }

  /**
   * Reads {@code results.json}.
   *
   * @throws IOException if it is not there or damaged
   */
  static Report read(Path folder) throws IOException {
    return Json.read(file(folder), Report.class);
  }

  /** Writes pictures and page, then the numbers: what has those is complete. */
  void write(Path folder, Experiment described) throws IOException {
    Files.createDirectories(folder);
    List<Element> shown = described.show(results, settings);
    for (Element element : shown) {
      if (element instanceof Element.Figure figure) {
        Chart chart = figure.chart();
        AtomicFile.write(folder.resolve(slug(chart.title()) + ".svg"), chart.svg());
      }
    }
    page(described, shown).write(folder.resolve("report.html"));
    AtomicFile.write(file(folder), Json.pretty(this));
  }

  private Page page(Experiment described, List<Element> shown) {
    List<Element> findings = new ArrayList<>();
    for (Verdict.Finding finding : verdict.findings()) {
      findings.add(
          Element.note(finding.outcome().word().toUpperCase(Locale.ROOT) + ": " + finding.claim()));
      findings.add(Element.paragraph(finding.evidence()));
    }
    if (settings.seeds() == 1 && !described.subjects(settings.profile()).isEmpty()) {
      findings.add(
          Element.paragraph(
              "Each network was trained once, so what chance does is not known: read small"
                  + " differences with care."));
    }
    return Page.titled(described.title())
        .lead(described.question())
        .figures(
            Arrays.stream(Verdict.Outcome.values())
                .map(o -> new KeyFigure(o.word(), String.valueOf(verdict.count(o)), "claims"))
                .toArray(KeyFigure[]::new))
        .section("Verdict", findings)
        .section("What was measured", shown)
        .section(
            "What was run",
            Element.paragraph("The claim: " + described.source() + "."),
            Element.paragraph(settings.profile().comparison()),
            Element.settings(rows()))
        .section(
            "Repeat it",
            Element.command(command),
            Element.links(
                new Element.Link(
                    "All experiments", "../index.html", "what the study found in all")))
        .footer("The numbers are in results.json beside this page, the charts as SVG files.");
  }

  private Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("data", settings.data());
    rows.put("profile", settings.profile().word());
    rows.put("seeds", String.valueOf(settings.seeds()));
    rows.put(
        "training images",
        settings.limitTrain() == 0 ? "all" : String.valueOf(settings.limitTrain()));
    rows.put(
        "test images", settings.limitTest() == 0 ? "all" : String.valueOf(settings.limitTest()));
    rows.put("epochs", settings.epochs() == 0 ? "the profile's" : "" + settings.epochs());
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
