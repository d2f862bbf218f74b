package org.resnet4j.study.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.Learning.GUESSING;
import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;
import static org.resnet4j.study.Verdict.Outcome.CONTRADICTED;
import static org.resnet4j.study.Verdict.Outcome.SEEN;
import static org.resnet4j.study.Verdict.Outcome.UNDECIDED;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.report.Element;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

/** Verdicts from made-up numbers: as the papers have them, turned around, and lost in noise. */
final class VariantVerdictsTest {
  private static final double[] CALM = {-0.1, 0, 0.1};
  private static final double[] NOISY = {-20, 0, 20};
  private static final double[] DIVERGED = {Double.NaN};

  /**
   * Numbers for which every claim holds, and for which none does once errors are subtracted from 40
   * and costs from 100.
   *
   * @param errors of training and test, by subject
   * @param costs by subject
   */
  record Case(Experiment experiment, Map<String, Double> errors, Map<String, Double> costs) {
    Results results(boolean claimed, double... deviations) {
      Results.Recorder recorder = new Results.Recorder();
      for (Subject subject : experiment.subjects(Profile.QUICK)) {
        String name = subject.name();
        for (int seed = 0; seed < deviations.length; seed++) {
          double error = (claimed ? errors.get(name) : 40 - errors.get(name)) + deviations[seed];
          recorder.value(name, GUESSING, seed, 90);
          recorder.value(name, TRAINING_ERROR, seed, error);
          recorder.value(name, TEST_ERROR, seed, error);
        }
        if (costs.containsKey(name)) {
          recorder.value(name, MULTIPLY_ADDS, 0, claimed ? costs.get(name) : 100 - costs.get(name));
          recorder.value(name, PARAMETERS, 0, 1000);
          recorder.value(name, StepCost.STEP, 1, 100);
        }
      }
      return recorder.results();
    }

    Set<Outcome> outcomes(boolean claimed, double... deviations) {
      return experiment.verdict(results(claimed, deviations)).findings().stream()
          .map(finding -> finding.outcome())
          .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return experiment.name();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(
            new Shortcuts(),
            Map.of(
                "identity (A)", 10.0,
                "projection (B)", 9.8,
                "1x1 in every block (C)", 11.0,
                "none (plain)", 15.0,
                "shortcut x 0.5", 14.0,
                "both x 0.5", 13.0,
                "exclusive gate, -6", 12.0,
                "shortcut gate, 0", 13.0,
                "shortcut gate, -6", 10.2,
                "dropout 0.5", 14.0),
            Map.of()),
        new Case(
            new ActivationOrder(),
            Map.ofEntries(
                Map.entry("original", 10.0),
                Map.entry("BN after addition", 12.0),
                Map.entry("ReLU before addition", 11.5),
                Map.entry("ReLU-only pre-activation", 10.1),
                Map.entry("full pre-activation", 9.0),
                Map.entry("original 20", 11.0),
                Map.entry("original 32", 10.0),
                Map.entry("original 56", 12.0),
                Map.entry("full pre-activation 20", 11.0),
                Map.entry("full pre-activation 32", 9.0),
                Map.entry("full pre-activation 56", 9.0)),
            Map.of()),
        new Case(
            new Downsampling(),
            Map.of(
                "stride 2", 10.0,
                "max pooling", 11.0,
                "bottleneck, stride on 3x3", 9.0,
                "bottleneck, stride on 1x1", 11.0),
            Map.of(
                "stride 2", 40.0,
                "max pooling", 41.0,
                "bottleneck, stride on 3x3", 45.0,
                "bottleneck, stride on 1x1", 40.0)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersAsThePapersHaveThemShowEveryClaim(Case made) {
    assertEquals(Set.of(SEEN), made.outcomes(true, CALM));
    assertEquals(Set.of(SEEN), made.outcomes(true, 0), "a single seed");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersTurnedAroundContradictEveryClaim(Case made) {
    assertEquals(Set.of(CONTRADICTED), made.outcomes(false, CALM));
    assertEquals(Set.of(CONTRADICTED), made.outcomes(false, 0), "a single seed");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingFollowsFromErrorsThatAreNoiseOrMissing(Case made) {
    for (double[] errors : List.of(NOISY, DIVERGED)) {
      Results results = made.results(true, errors);
      List<Outcome> outcomes =
          made.experiment().verdict(results).findings().stream()
              .filter(finding -> finding.evidence().contains("error"))
              .map(finding -> finding.outcome())
              .toList();
      assertFalse(outcomes.isEmpty());
      assertEquals(Set.of(UNDECIDED), Set.copyOf(outcomes));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingFollowsFromErrorsNearChance(Case made) {
    for (double sign : List.of(1.0, -1.0)) {
      Map<String, Double> high = new HashMap<>(made.errors());
      high.replaceAll((name, error) -> 86 + sign * (error - 12)); // 83 to 89
      Results results = new Case(made.experiment(), high, made.costs()).results(true, CALM);
      List<Finding> findings =
          made.experiment().verdict(results).findings().stream()
              .filter(finding -> finding.evidence().contains("error"))
              .toList();
      assertFalse(findings.isEmpty());
      for (Finding finding : findings) {
        assertEquals(UNDECIDED, finding.outcome(), finding.toString());
        assertTrue(finding.evidence().contains("has not surely learned"), finding.evidence());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPageCanBeMadeFromWhateverWasMeasured(Case made) {
    for (String data : List.of("cifar10", "fashion-mnist-mini")) {
      StudySettings settings =
          new StudySettings(Profile.QUICK, data, 0, 0, 3, 0, Device.CPU, Precision.FP32, 1);
      for (double[] errors : List.of(CALM, DIVERGED)) {
        for (Element part : made.experiment().show(made.results(true, errors), settings)) {
          if (part instanceof Element.Figure figure) {
            assertTrue(figure.chart().svg().contains(figure.chart().title()));
          }
        }
      }
    }
  }

  @Test
  void variantsThatAreBetterOrWorseAreNamed() {
    Case made = cases().get(0);
    assertEquals(
        "Training error (%): identity (A) 10.00 ± 0.10; exclusive gate, -6 12.00 ± 0.10; shortcut"
            + " gate, 0 13.00 ± 0.10; shortcut gate, -6 10.20 ± 0.10. Worse than the identity:"
            + " exclusive gate, -6; shortcut gate, 0.",
        gates(made.results(true, CALM)));
    String better = gates(made.results(false, CALM));
    assertTrue(better.contains("Better than the identity: exclusive gate, -6; shortcut gate, 0."));
    assertTrue(better.contains("Each of the 3 variants is judged alone"));
  }

  private static String gates(Results results) {
    return new Shortcuts().verdict(results).findings().get(1).evidence();
  }

  @Test
  void depthsAreNamed() {
    Case made = cases().get(1);
    assertEquals(
        "The advantage of full pre-activation over the original order grows from 20 to 56 layers.",
        made.experiment().verdict(made.results(true, CALM)).findings().get(3).claim());
  }

  /**
   * From 3 points behind to a fifth of one: full pre-activation has no advantage that could grow.
   */
  @Test
  void aSmallerDisadvantageIsNoGrowingAdvantage() {
    Case made = cases().get(1);
    Map<String, Double> errors = new HashMap<>(made.errors());
    errors.putAll(Map.of("full pre-activation 20", 14.0, "full pre-activation 56", 12.2));
    Results results = new Case(made.experiment(), errors, Map.of()).results(true, CALM);
    Finding growth = made.experiment().verdict(results).findings().get(3);
    assertEquals(UNDECIDED, growth.outcome());
    assertTrue(growth.evidence().contains("At 56 layers no advantage is sure."), growth.evidence());
  }

  /** The profile reads the depth off the name, so a name must have no other digits. */
  @Test
  void everyNetworkIsInTheCatalogInEveryProfile() {
    Catalog catalog = Catalog.standard();
    for (Case made : cases()) {
      for (Catalog.Entry entry : made.experiment().networks()) {
        assertFalse(entry.name().matches(".*[0-9].*"), entry.name());
        catalog = catalog.with(entry);
      }
    }
    for (Case made : cases()) {
      for (Profile profile : Profile.values()) {
        for (Subject subject : made.experiment().subjects(profile)) {
          String model = subject.model();
          assertEquals(model, catalog.build(model, subject.change()).name());
        }
      }
    }
  }
}
