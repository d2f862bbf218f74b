package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.resnet4j.study.Verdict.Outcome;

/** Plain networks against residual ones of the same depth: He et al. 2015, Fig. 6. */
final class Degradation implements Experiment {
  /** The smallest difference of error rates, in points, that counts. */
  private static final double LEAST = 1;

  /** Test errors of He et al. 2015, Table 6, after 64,000 steps. */
  private static final Map<String, String> PUBLISHED =
      Map.of(
          "resnet20", "8.75",
          "resnet32", "7.51",
          "resnet44", "7.17",
          "resnet56", "6.97",
          "resnet110", "6.43",
          "plain110", "above 60 (training)");

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
    Difference plain = loss(results, "plain", TRAINING_ERROR);
    Difference residual = loss(results, "resnet", TRAINING_ERROR);
    Difference test = loss(results, "plain", TEST_ERROR);
    Outcome degrades = plain.isPositive(LEAST);
    double error = Math.hypot(plain.error(), residual.error());
    return Verdict.of(
        new Finding(
            degrades,
            "The deepest plain network has a higher training error than the shallowest.",
            compare(results, "plain", TRAINING_ERROR)),
        new Finding(
            residual.isPositive(LEAST).opposite() == Outcome.CONTRADICTED
                ? Outcome.CONTRADICTED
                : Outcome.SEEN,
            "The deepest residual network has no higher training error than the shallowest.",
            compare(results, "resnet", TRAINING_ERROR)),
        new Finding(
            new Difference(plain.value() - residual.value(), error).isPositive(LEAST),
            "Depth costs the plain network more than the residual one.",
            String.format(
                Locale.ROOT,
                "From the shallowest to the deepest the training error changes by %+.2f points in"
                    + " plain networks and by %+.2f in residual ones.",
                plain.value(),
                residual.value())),
        new Finding(
            degrades == Outcome.SEEN ? test.isPositive(LEAST) : degrades,
            "What the deeper plain network loses is optimisation, not over-fitting.",
            String.format(
                Locale.ROOT,
                "Over-fitting would show as a lower training error with a higher test error. With"
                    + " depth the plain network's training error changes by %+.2f points and its"
                    + " test error by %+.2f.",
                plain.value(),
                test.value())));
  }

  /** How much higher an error is in the deepest network of a kind than in the shallowest. */
  private static Difference loss(Results results, String kind, String quantity) {
    List<String> all = of(results, kind);
    return results
        .sample(all.get(all.size() - 1), quantity)
        .minus(results.sample(all.get(0), quantity));
  }

  private static String compare(Results results, String kind, String quantity) {
    return quantity + ": " + results.list(of(results, kind), quantity, 2) + ".";
  }

  private static List<String> of(Results results, String kind) {
    return results.subjects().stream().filter(name -> name.startsWith(kind)).toList();
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    for (String kind : List.of("plain", "resnet")) {
      LineChart chart =
          Learning.curves(
              kind.equals("plain") ? "Plain networks" : "Residual networks",
              "error (%)",
              results,
              of(results, kind),
              TEST_ERROR,
              TRAINING_ERROR);
      if (kind.equals("resnet") && settings.onCifar10()) {
        chart.reference("ResNet-20, published after 164 epochs", 8.75);
      }
      shown.add(Element.figure(chart, "Test error (solid) and training error (dashed)."));
    }
    shown.add(
        Element.figure(
            byDepth(results),
            "Training error after the last epoch. Plain networks get worse with depth where the"
                + " curve rises."));
    shown.add(
        Learning.table("After the last epoch.", results, results.subjects())
            .column(
                "published on CIFAR-10, 164 epochs (%)",
                subject -> PUBLISHED.getOrDefault(subject, ""))
            .element());
    return shown;
  }

  private static LineChart byDepth(Results results) {
    LineChart chart = LineChart.of("Training error by depth").x("layers").y("error (%)");
    for (String kind : List.of("plain", "resnet")) {
      List<String> subjects = of(results, kind);
      chart.series(
          kind,
          subjects.stream().mapToDouble(s -> Double.parseDouble(s.replaceAll("\\D", ""))).toArray(),
          results.means(subjects, TRAINING_ERROR),
          results.spreads(subjects, TRAINING_ERROR));
    }
    return chart;
  }
}
