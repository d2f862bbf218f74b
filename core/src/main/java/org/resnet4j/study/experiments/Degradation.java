package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;

/** Plain networks against residual ones of the same depth: He et al. 2015, Fig. 6. */
final class Degradation implements Experiment {
  /** Test errors of residual networks by depth: He et al. 2015, Table 6; of 110 layers the mean. */
  private static final Map<Integer, Double> PUBLISHED =
      new TreeMap<>(Map.of(20, 8.75, 32, 7.51, 44, 7.17, 56, 6.97, 110, 6.61));

  /** The share of what depth costs the plain network that counts as nothing in the residual one. */
  private static final double NOTHING = 0.1;

  @Override
  public String name() {
    return "degradation";
  }

  @Override
  public String title() {
    return "Degradation: is a deeper network a better one?";
  }

  @Override
  public String question() {
    return "A deeper network could copy a shallower one and pass the rest through, so it should be"
        + " no worse on the images it learns from. Is that so for plain stacks of layers, and for"
        + " residual networks?";
  }

  @Override
  public String source() {
    return "He et al. 2015, sections 1 and 4.2, Fig. 1 and 6, Table 6";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return Stream.of("plain", "resnet")
        .flatMap(kind -> profile.depths().stream().map(depth -> Subject.of(kind + depth)))
        .toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return lab.learning(subjects(lab.settings().profile()));
  }

  @Override
  public Verdict verdict(Results results) {
    DepthSeries plain = new DepthSeries(results, "plain");
    DepthSeries residual = new DepthSeries(results, "resnet");
    Difference plainChange = plain.change(TRAINING_ERROR);
    Difference residualChange = residual.change(TRAINING_ERROR);
    double nothing = NOTHING * plainChange.value();
    double least =
        Double.isFinite(nothing) ? Math.max(DepthSeries.LEAST, nothing) : DepthSeries.LEAST;
    return Verdict.of(
        plain.degrades(
            "The deepest plain network has a higher training error than the shallowest."),
        new Finding(
            residualChange.isNotPositive(least),
            "The deepest residual network has no higher training error than the shallowest.",
            residual.list(TRAINING_ERROR)
                + String.format(
                    Locale.ROOT,
                    " A rise of up to %.1f points counts as none: a tenth of what depth costs"
                        + " the plain network, and at least one.",
                    least)),
        new Finding(
            plain.changeBeyond(residual, TRAINING_ERROR).isPositive(DepthSeries.LEAST),
            "Depth costs the plain network more than the residual one.",
            "From the shallowest to the deepest the training error changes "
                + plainChange.points()
                + " in plain networks and "
                + residualChange.points()
                + " in residual ones."),
        plain.isOptimisation(
            "What the deeper plain network loses is optimisation, not over-fitting."));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    LineChart byDepth = DepthSeries.chart(results, TRAINING_ERROR, List.of("plain", "resnet"));
    if (settings.onCifar10()) {
      byDepth.series(
          "resnet, test error as published",
          PUBLISHED.keySet().stream().mapToDouble(depth -> depth).toArray(),
          PUBLISHED.values().stream().mapToDouble(error -> error).toArray());
    }
    LineChart plain = byEpoch("Plain networks", results, "plain");
    LineChart residual = byEpoch("Residual networks", results, "resnet");
    LineChart.shareY(plain, residual);
    String curves = "Test error (solid) and training error (dashed).";
    List<Element> shown = new ArrayList<>();
    shown.add(
        Element.figure(
            byDepth,
            "Training error of the last epoch. Plain networks get worse with depth where the"
                + " curve rises."));
    shown.add(Element.paragraph("How they learned, on one scale:"));
    shown.add(Element.figure(plain, curves));
    shown.add(Element.figure(residual, curves));
    shown.add(
        Learning.table("After the last epoch.", results, results.subjects())
            .column("published test error on CIFAR-10, 164 epochs (%)", Degradation::published)
            .element());
    return shown;
  }

  private static LineChart byEpoch(String title, Results results, String kind) {
    return Learning.curves(
        title,
        "error (%)",
        results,
        new DepthSeries(results, kind).subjects(),
        TEST_ERROR,
        TRAINING_ERROR);
  }

  private static String published(String subject) {
    if (subject.equals("plain110")) {
      return "above 60";
    }
    Double error =
        subject.startsWith("resnet") ? PUBLISHED.get(Integer.valueOf(subject.substring(6))) : null;
    return error == null ? "" : error.toString();
  }
}
