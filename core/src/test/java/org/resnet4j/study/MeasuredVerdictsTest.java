package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.study.Verdict.Outcome.CONTRADICTED;
import static org.resnet4j.study.Verdict.Outcome.SEEN;
import static org.resnet4j.study.Verdict.Outcome.UNDECIDED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.resnet4j.report.Element;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

/** Verdicts of experiments on trained networks, from made-up measurements. */
class MeasuredVerdictsTest {
  private static final StudySettings SETTINGS =
      new StudySettings(
          Profile.QUICK, "fashion-mnist-mini", 0, 0, 2, 0, Device.CPU, Precision.FP32, 2);

  /** Two seeds of each quantity, a hundredth apart, keyed by {@code subject|quantity}. */
  private static Results results(Map<String, Double> values) {
    Results.Recorder recorder = new Results.Recorder();
    values.forEach(
        (key, value) -> {
          String[] parts = key.split("\\|", 2);
          recorder.value(parts[0], parts[1], 0, value);
          recorder.value(parts[0], parts[1], 1, value * 1.01);
        });
    return recorder.results();
  }

  private static void assertVerdict(
      String experiment, Map<String, Double> values, Outcome... expected) {
    Experiment found = MadeUp.experiment(experiment);
    Verdict verdict = found.verdict(results(values));
    assertThat(verdict.findings())
        .as("%s", verdict)
        .extracting(Finding::outcome)
        .containsExactly(expected);
    assertShown(found, results(values));
    Results diverged = MadeUp.diverged(results(values));
    assertThat(found.verdict(diverged).findings()).hasSameSizeAs(verdict.findings());
    assertShown(found, diverged);
  }

  private static void assertShown(Experiment experiment, Results results) {
    assertThat(experiment.show(results, SETTINGS))
        .isNotEmpty()
        .filteredOn(Element.Figure.class::isInstance)
        .allSatisfy(e -> assertThat(((Element.Figure) e).chart().svg()).contains("</svg>"));
  }

  private static Map<String, Double> map(Object... pairs) {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
    }
    return map;
  }

  private static Map<String, Double> convergence(
      double naive, double normalised, double naiveFall, double heFall, double xavier, double he) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String norm : List.of("", ", batch norm")) {
      for (String depth : List.of("20 layers, ", "56 layers, ")) {
        Map<String, Double> errors = Map.of("Gaussian", naive, "Xavier", xavier, "He", he);
        errors.forEach(
            (scheme, error) -> {
              String name = depth + scheme + norm;
              values.put(name + "|training error (%)", norm.isEmpty() ? error : normalised);
              values.put(name + "|error of guessing (%)", 90.0);
              values.put(
                  name + "|decades that activations fall at the start",
                  scheme.equals("Gaussian") ? naiveFall : heFall);
            });
      }
    }
    return values;
  }

  @Test
  void convergence() {
    assertVerdict(
        "convergence",
        convergence(89, 20, 30, 0.5, 89, 50),
        SEEN,
        SEEN,
        SEEN,
        SEEN,
        SEEN,
        SEEN,
        SEEN);
    assertVerdict(
        "convergence",
        convergence(30, 88, -3, 2, 40, 88),
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    assertVerdict(
        "convergence",
        convergence(80, 80, 1, 0.995, 80, 80),
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED);
  }

  @Test
  void thatNothingTrainsIsNoFinding() {
    Map<String, Double> values = convergence(89, 89, 30, -2, 89, 89);
    assertVerdict(
        "convergence",
        values,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        SEEN,
        CONTRADICTED);
    assertThat(MadeUp.experiment("convergence").verdict(results(values)).findings().get(0))
        .extracting(Finding::evidence)
        .asString()
        .contains("None of them surely learned");
    // That others learn with normalisation does not say that these had time enough without.
    values.put("20 layers, He, batch norm|training error (%)", 40.0);
    assertVerdict(
        "convergence",
        values,
        UNDECIDED,
        CONTRADICTED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        SEEN,
        CONTRADICTED);
    values.put("20 layers, He|training error (%)", 40.0);
    assertVerdict(
        "convergence",
        values,
        SEEN,
        CONTRADICTED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        SEEN,
        CONTRADICTED);
    values.replaceAll((key, value) -> key.endsWith("training error (%)") ? Double.NaN : value);
    values.put("56 layers, He, batch norm|training error (%)", 40.0);
    assertVerdict(
        "convergence",
        values,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        CONTRADICTED,
        UNDECIDED,
        SEEN,
        CONTRADICTED);
  }

  @Test
  void activationsBelowTheSmallestFloatFallAtLeastSoFar() {
    Map<String, Double> values = convergence(89, 20, 43, 0.5, 89, 50);
    values.put("56 layers, Gaussian|activations below the smallest float at the start", 1.0);
    assertThat(MadeUp.experiment("convergence").verdict(results(values)).findings().get(5))
        .extracting(Finding::evidence)
        .asString()
        .contains("56 layers, Gaussian: more than 43, below the smallest float; 56 layers, X");
  }

  private static Map<String, Double> gradients(
      double growth, double plain, double residual, double residualEnd) {
    return map(
        "plain56|decades from the last to the first layer, at the start", growth,
        "resnet56|decades from the last to the first layer, at the start", 2,
        "plain56|decades from the last to the first layer, at the end", 0,
        "resnet56|decades from the last to the first layer, at the end", 1,
        "plain56|decades between layers, at the start", plain,
        "resnet56|decades between layers, at the start", residual,
        "cifar-preact56|decades between layers, at the start", residual,
        "plain56|decades between layers, at the end", plain,
        "resnet56|decades between layers, at the end", residualEnd);
  }

  @Test
  void gradientFlow() {
    assertVerdict("gradient-flow", gradients(2, 4, 2, 1), SEEN, SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "gradient-flow",
        gradients(-3, 2, 4, 5),
        CONTRADICTED,
        SEEN,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    assertVerdict(
        "gradient-flow",
        gradients(4.2, 2, 2, 2),
        SEEN,
        CONTRADICTED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED);
    // Far below the residual network, but no smaller in front than at the end.
    assertVerdict("gradient-flow", gradients(0.5, 4, 2, 1), SEEN, SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "gradient-flow", gradients(3, 2, 2, 2), SEEN, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
    assertVerdict(
        "gradient-flow", gradients(-1, 4, 2, Double.NaN), UNDECIDED, SEEN, SEEN, SEEN, UNDECIDED);
  }

  /** Gradients at the start need no learning, those at the end do. */
  @Test
  void gradientsOfNetworksThatLearnedNothingTellNothing() {
    Map<String, Double> values = gradients(2, 4, 2, 1);
    values.putAll(learned(20, 20));
    assertVerdict("gradient-flow", values, SEEN, SEEN, SEEN, SEEN, SEEN);
    values.putAll(learned(88, 20));
    assertVerdict("gradient-flow", values, SEEN, SEEN, SEEN, SEEN, UNDECIDED);
    assertThat(MadeUp.experiment("gradient-flow").verdict(results(values)).findings().get(4))
        .extracting(Finding::evidence)
        .asString()
        .startsWith("plain56 has not surely learned");
  }

  private static Map<String, Double> sizes(
      double decayed,
      double plain,
      double shallow,
      double deep,
      double shallowShare,
      double deepShare) {
    Map<String, Double> values =
        map(
            "plain56|standard deviation of responses", plain,
            "resnet20|standard deviation of responses", shallow,
            "resnet56|standard deviation of responses", deep,
            "resnet56|scale that weight decay alone leaves", decayed,
            "resnet20|size of F(x) over that of x", shallowShare,
            "resnet56|size of F(x) over that of x", deepShare,
            "resnet20|size of F(x) over that of x, at the start", 0.8,
            "resnet56|size of F(x) over that of x, at the start", 0.4);
    values.putAll(learned(20, 20));
    return values;
  }

  /** Test errors of plain and residual networks, of which guessing has 90. */
  private static Map<String, Double> learned(double plain, double residual) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String depth : List.of("20", "56")) {
      values.put("plain" + depth + "|error of guessing (%)", 90.0);
      values.put("resnet" + depth + "|error of guessing (%)", 90.0);
      values.put("plain" + depth + "|test error (%)", plain);
      values.put("resnet" + depth + "|test error (%)", residual);
    }
    return values;
  }

  @Test
  void residualSize() {
    assertVerdict("residual-size", sizes(0.1, 0.9, 0.5, 0.3, 0.7, 0.2), SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "residual-size",
        sizes(0.1, 0.1, 0.3, 0.5, 1.5, 2.2),
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    assertVerdict(
        "residual-size",
        sizes(0.1, 0.5, 0.5, 0.5, 1, 1),
        UNDECIDED,
        UNDECIDED,
        UNDECIDED,
        UNDECIDED);
  }

  @Test
  void responsesTellNothingBeforeWeightDecayHadTime() {
    Map<String, Double> values = sizes(0.8, 0.9, 0.5, 0.3, 0.7, 0.2);
    assertVerdict("residual-size", values, UNDECIDED, UNDECIDED, SEEN, SEEN);
    assertThat(MadeUp.experiment("residual-size").verdict(results(values)).findings().get(0))
        .extracting(Finding::evidence)
        .asString()
        .contains("The training was too short", "0.804", "below 0.5");
  }

  @Test
  void sharesTellNothingWhereTrainingHasNotChangedThem() {
    Map<String, Double> values = sizes(0.1, 0.9, 0.5, 0.3, 0.6, 0.2); // 0.8 and 0.4 before
    assertVerdict("residual-size", values, SEEN, SEEN, SEEN, UNDECIDED);
    assertThat(MadeUp.experiment("residual-size").verdict(results(values)).findings().get(3))
        .extracting(Finding::evidence)
        .asString()
        .contains("before training: resnet20 0.80 ", "it may be how weights start");
    values.keySet().removeIf(key -> key.endsWith("at the start"));
    assertVerdict("residual-size", values, SEEN, SEEN, UNDECIDED, UNDECIDED);
  }

  @Test
  void sharesThatWereSoBeforeTrainingAreSaidToBe() {
    String before = "So it was before training";
    Map<String, Double> values = sizes(0.1, 0.9, 0.5, 0.3, 0.7, 0.2);
    assertThat(MadeUp.experiment("residual-size").verdict(results(values)).findings().get(2))
        .extracting(Finding::evidence)
        .asString()
        .contains(before);
    values.put("resnet56|size of F(x) over that of x, at the start", 1.5);
    assertThat(MadeUp.experiment("residual-size").verdict(results(values)).findings().get(2))
        .extracting(Finding::evidence)
        .asString()
        .doesNotContain(before);
  }

  @Test
  void sizesOfNetworksThatLearnedNothingTellNothing() {
    Map<String, Double> values = sizes(0.1, 0.9, 0.5, 0.3, 0.7, 0.2);
    values.putAll(learned(89, 20));
    assertVerdict("residual-size", values, UNDECIDED, SEEN, SEEN, SEEN);
    values.putAll(learned(Double.NaN, Double.NaN));
    assertVerdict("residual-size", values, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
  }

  private static Map<String, Double> sensitivities(
      double branch, double block, double plainBranch, double residualOutput, double plainOutput) {
    Map<String, Double> values = learned(20, 20);
    for (String depth : List.of("20", "56")) {
      values.put("plain" + depth + "|gain of the branch", plainBranch);
      values.put("resnet" + depth + "|gain of the block", block);
      values.put("resnet" + depth + "|gain of the branch", branch);
      values.put("plain" + depth + "|relative change of the logits", plainOutput);
      values.put("resnet" + depth + "|relative change of the logits", residualOutput);
    }
    return values;
  }

  @Test
  void sensitivity() {
    assertVerdict(
        "sensitivity", sensitivities(2, 1, 1.2, 0.05, 0.02), SEEN, SEEN, SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "sensitivity",
        sensitivities(0.8, 1, 1.2, 0.02, 0.05),
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    Map<String, Double> values = sensitivities(2, 1.97, 1.97, 0.05, 0.049);
    assertVerdict(
        "sensitivity", values, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
  }

  @Test
  void reactionsOfNetworksThatLearnedNothingTellNothing() {
    Map<String, Double> values = sensitivities(2, 1, 1.2, 0.05, 0.02);
    values.put("plain56|test error (%)", 85.0);
    assertVerdict("sensitivity", values, SEEN, SEEN, SEEN, SEEN, UNDECIDED, UNDECIDED);
    assertThat(MadeUp.experiment("sensitivity").verdict(results(values)).findings().get(5))
        .extracting(Finding::evidence)
        .asString()
        .startsWith(
            "plain56 has not surely learned: its test error (%) is 85.4 ± 0.6, that of guessing"
                + " 90.5, and all of its 95 % interval would have to lie below 81.4. Relative");
    values.put("plain56|test error (%)", Double.NaN);
    assertVerdict("sensitivity", values, SEEN, SEEN, SEEN, SEEN, UNDECIDED, UNDECIDED);
  }

  private static Map<String, Double> costs(double parameters, double a, double c) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> times =
        Map.of(
            "no shortcut",
            100.0,
            "identity where the shape stays",
            a,
            "option A",
            a,
            "option C",
            c);
    for (String name :
        List.of(
            "no shortcut", "identity where the shape stays", "option A", "option B", "option C")) {
      values.put(name + "|parameters", name.equals("option A") ? parameters : 1000.0);
      values.put(name + "|multiply-adds (millions)", 50.0);
      values.put(name + "|training step (ms)", times.getOrDefault(name, a));
    }
    return values;
  }

  @Test
  void skipCost() {
    assertVerdict("skip-cost", costs(1000, 100, 140), SEEN, SEEN, SEEN);
    assertVerdict("skip-cost", costs(1200, 150, 120), CONTRADICTED, CONTRADICTED, CONTRADICTED);
    assertVerdict("skip-cost", costs(1000, 105, 140), SEEN, SEEN, CONTRADICTED);
    assertVerdict("skip-cost", costs(1000, 100, 101), SEEN, UNDECIDED, SEEN);
  }

  @Test
  void oneSlowTurnDecidesNothingAboutTheCostOfSkipping() {
    Results.Recorder slow = new Results.Recorder();
    for (int turn = 1; turn <= 8; turn++) {
      slow.value("no shortcut", "training step (ms)", turn, 100);
      slow.value("option A", "training step (ms)", turn, turn == 3 ? 250 : 100);
      slow.value("option C", "training step (ms)", turn, turn == 5 ? 200 : 100);
    }
    assertThat(MadeUp.experiment("skip-cost").verdict(slow.results()).findings())
        .extracting(Finding::outcome)
        .endsWith(UNDECIDED, UNDECIDED);
  }

  private static Map<String, Double> lesions(
      double whole, double plain, double residual, double deep) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> rises =
        Map.of("plain20", plain, "plain56", plain, "resnet20", residual, "resnet56", deep);
    for (String name : List.of("plain20", "resnet20", "plain56", "resnet56")) {
      values.put(name + "|error of guessing (%)", 90.0);
      values.put(name + "|test error (%)", whole);
      values.put(name + "|test error, whole (%)", whole);
      values.put(name + "|test error without one block, median (%)", whole + rises.get(name));
      values.put(name + "|rise by deleting one block, median (points)", rises.get(name));
      values.put(name + "|rise by exchanging neighbours, median (points)", rises.get(name));
    }
    return values;
  }

  @Test
  void lesion() {
    assertVerdict("lesion", lesions(20, 50, 3, 2), SEEN, SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "lesion",
        lesions(20, 3, 30, 50),
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    assertVerdict(
        "lesion", lesions(20, 4, 4, 4), UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
    assertVerdict(
        "lesion", lesions(89, 0, 0, 0), UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
  }

  @Test
  void blocksThatHurtWhenExchangedCannotChangePlaces() {
    assertVerdict("lesion", lesions(20, 60, 30, 2), SEEN, SEEN, SEEN, CONTRADICTED, SEEN);
    assertVerdict("lesion", lesions(20, 60, 5, 2), SEEN, SEEN, SEEN, UNDECIDED, SEEN);
  }

  @Test
  void lesionsOfNetworksWithoutAnErrorOfGuessingTellNothing() {
    Map<String, Double> values = lesions(20, 50, 3, 2);
    values.keySet().removeIf(key -> key.endsWith("guessing (%)"));
    assertVerdict("lesion", values, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
    assertThat(MadeUp.experiment("lesion").verdict(results(values)).findings().get(0))
        .extracting(Finding::evidence)
        .asString()
        .startsWith(
            "Whether plain20 has learned is not known: the error of guessing was not measured.");
  }

  @Test
  void lesionsAreJudgedByTheClassesOfTheData() {
    Map<String, Double> values = lesions(85, 15, 3, 2);
    assertVerdict("lesion", values, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED);
    values.replaceAll((key, value) -> key.endsWith("guessing (%)") ? 99.0 : value);
    assertVerdict("lesion", values, SEEN, SEEN, SEEN, SEEN, SEEN);
  }
}
