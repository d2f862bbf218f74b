package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;
import static org.resnet4j.study.MadeUp.bottleneck;
import static org.resnet4j.study.MadeUp.changed;
import static org.resnet4j.study.MadeUp.degradation;
import static org.resnet4j.study.MadeUp.speed;
import static org.resnet4j.study.MadeUp.vgg;
import static org.resnet4j.study.Verdict.Outcome.CONTRADICTED;
import static org.resnet4j.study.Verdict.Outcome.SEEN;
import static org.resnet4j.study.Verdict.Outcome.UNDECIDED;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.study.experiments.Experiments;

/** Verdicts of the experiments on numbers whose meaning is known. */
class VerdictsTest {
  @TempDir private static Path folder;

  private static Results inception = new Results(List.of(), List.of());
  private static Results audit = new Results(List.of(), List.of());

  /** These two compute most of their numbers, so theirs are real ones that a test alters. */
  @BeforeAll
  static void measure() throws Exception {
    Study study = TinyStudy.create(folder, 1, 1, List.of("inception", "audit"), Experiments.all());
    assertThat(study.run(TinyStudy.data(64), StudyProgress.SILENT, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    inception = StudyPage.read(folder.resolve("inception")).results();
    audit = StudyPage.read(folder.resolve("audit")).results();
  }

  private static void assertVerdict(String experiment, Results results, Outcome... expected) {
    Verdict verdict = MadeUp.experiment(experiment).verdict(results);
    assertThat(verdict.findings())
        .as("%s", verdict)
        .extracting(Finding::outcome)
        .containsExactly(expected);
    assertThat(verdict.findings())
        .allSatisfy(f -> assertThat(f.claim()).endsWith("."))
        .allSatisfy(f -> assertThat(f.evidence()).endsWith("."));
  }

  @Test
  void degradationIsSeenWherePlainNetworksGetWorse() {
    assertVerdict("degradation", degradation(20, -5, 15), SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "degradation",
        degradation(-5, 20, 5),
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED,
        CONTRADICTED);
    assertVerdict("degradation", degradation(-5, -5, -5), CONTRADICTED, SEEN, UNDECIDED, UNDECIDED);
    assertVerdict("degradation", degradation(0, 0, 0), UNDECIDED, SEEN, UNDECIDED, UNDECIDED);
    assertVerdict("degradation", degradation(20, -5, -15), SEEN, SEEN, SEEN, UNDECIDED);
    assertVerdict("degradation", degradation(20, 1.5, 15), SEEN, SEEN, SEEN, SEEN);
    assertVerdict("degradation", degradation(20, 3, 15), SEEN, CONTRADICTED, SEEN, SEEN);
  }

  @Test
  void aStackThatGetsWorseOnTrainingImagesDoesNotOverFit() {
    assertVerdict("vgg-depth", vgg(20, 25), SEEN, SEEN);
    assertVerdict("vgg-depth", vgg(-20, 25), CONTRADICTED, CONTRADICTED);
    assertVerdict("vgg-depth", vgg(-20, -25), CONTRADICTED, UNDECIDED);
    assertVerdict("vgg-depth", vgg(0, 25), UNDECIDED, CONTRADICTED);
    assertVerdict("vgg-depth", vgg(5, 25), SEEN, CONTRADICTED);
    assertVerdict("vgg-depth", vgg(13, 25), SEEN, SEEN);
  }

  /** Verdicts on networks that are hardly better than guessing. */
  @Test
  void errorsNearChanceDecideNothing() {
    Results inceptions = changed(inception, "cifar-inception", TEST_ERROR, 30);
    inceptions = changed(inceptions, "cifar-inception-unreduced", TEST_ERROR, 30);
    for (double sign : List.of(1.0, -1.0)) {
      assertNearChance("degradation", degradation(sign * 25, -sign * 20, sign * 25), 0, 1, 2, 3);
      assertNearChance("vgg-depth", vgg(sign * 25, sign * 25), 0, 1);
      assertNearChance("bottleneck", bottleneck(100, 60, 30 - sign * 20), 2);
      assertNearChance("speed-of-learning", speed(4 + sign, 4 - sign), 0, 1);
    }
    assertNearChance("inception", inceptions, 1);
  }

  /** Asserts that some findings are undecided near chance, for that reason, and not far from it. */
  private static void assertNearChance(String experiment, Results results, int... findings) {
    Verdict near = MadeUp.experiment(experiment).verdict(MadeUp.nearChance(results));
    Verdict far = MadeUp.experiment(experiment).verdict(results);
    long decided =
        Arrays.stream(findings).filter(i -> far.findings().get(i).outcome() != UNDECIDED).count();
    assertThat(decided).as("%s", far).isPositive();
    for (int i : findings) {
      assertThat(near.findings().get(i))
          .satisfies(f -> assertThat(f.outcome()).as("%s", f).isEqualTo(UNDECIDED))
          .satisfies(f -> assertThat(f.evidence()).contains("has not surely learned"));
    }
  }

  /** Degradation may be as bad as that: what is worse need not have learned. */
  @Test
  void onlyTheBetterNetworkMustHaveLearned() {
    assertVerdict("degradation", degradation(58, 0, 58), SEEN, SEEN, SEEN, SEEN);
    assertVerdict(
        "degradation", degradation(0, 58, 0), UNDECIDED, CONTRADICTED, CONTRADICTED, UNDECIDED);
    Results inceptions = changed(inception, "cifar-inception", TEST_ERROR, 30);
    inceptions = changed(inceptions, "cifar-inception-unreduced", TEST_ERROR, 88);
    assertVerdict("inception", inceptions, SEEN, UNDECIDED, SEEN);
    assertThat(MadeUp.experiment("inception").verdict(inceptions).findings().get(1).evidence())
        .startsWith(
            "cifar-inception-unreduced has not surely learned: its test error (%) is 88.0, that of"
                + " guessing 90.0, and");
  }

  @Test
  void aPlainNetworkThatDivergesIsTheWorst() {
    Results results = changed(degradation(0, 0, 0), "plain56", TRAINING_ERROR, Double.NaN);
    results = changed(results, "plain56", TEST_ERROR, Double.NaN);
    assertVerdict("degradation", results, SEEN, SEEN, SEEN, SEEN);
  }

  /** A deepest network of which one training failed has a loss that its other one tells of. */
  @Test
  void aTrainingThatDivergedHasNoGap() {
    Results.Recorder third = new Results.Recorder();
    third.value("cifar-vgg55", TRAINING_ERROR, 2, Double.NaN);
    third.value("cifar-vgg55", TEST_ERROR, 2, Double.NaN);
    assertVerdict("vgg-depth", vgg(20, 25).and(third.results()), SEEN, SEEN);
  }

  @Test
  void theFasterNetworkIsTheOneThatNeedsFewerEpochs() {
    assertVerdict("speed-of-learning", speed(5, 3), SEEN, SEEN);
    assertVerdict("speed-of-learning", speed(3, 5), CONTRADICTED, CONTRADICTED);
    assertVerdict("speed-of-learning", speed(4, 4), UNDECIDED, UNDECIDED);
    assertVerdict("speed-of-learning", speed(4.2, 4), UNDECIDED, UNDECIDED);
    assertVerdict("speed-of-learning", speed(Double.NaN, 5), SEEN, SEEN);
    assertVerdict("speed-of-learning", speed(3, Double.NaN), CONTRADICTED, CONTRADICTED);
    assertVerdict("speed-of-learning", speed(Double.NaN, Double.NaN), UNDECIDED, UNDECIDED);
  }

  private static final String LOWEST = "epochs to 25 % of the loss of guessing";

  /** Gives the first seed of a subject another value for the lowest target. */
  private static Results firstSeed(Results results, String subject, double epochs) {
    return new Results(
        results.values().stream()
            .map(
                v ->
                    v.subject().equals(subject) && v.quantity().equals(LOWEST) && v.seed() == 0
                        ? new Results.Value(subject, LOWEST, 0, epochs)
                        : v)
            .toList(),
        results.curves());
  }

  private static Finding speedAt20(Results results) {
    return MadeUp.experiment("speed-of-learning").verdict(results).findings().get(0);
  }

  @Test
  void targetsThatDisagreeDecideNothing() {
    Finding finding = speedAt20(firstSeed(speed(3, 5), "resnet20", Double.NaN));
    assertThat(finding.outcome()).isEqualTo(CONTRADICTED);
    assertThat(finding.evidence())
        .contains(
            "65 %: plain20 3.05 ± 0.07; resnet20 5.05 ± 0.07; 45 %: ",
            "25 %: plain20 3.05 ± 0.07; resnet20 5.10 (not reached by 1 of 2). Seconds of an epoch:");
    Results lucky = changed(speed(3, 5), "plain20", LOWEST, Double.NaN);
    assertThat(speedAt20(lucky).outcome()).isEqualTo(UNDECIDED);
  }

  /** Of a network that did not get there one knows only that it takes longer than the training. */
  @Test
  void whatWasNotReachedTakesAtLeastAsLongAsTheTraining() {
    assertVerdict("speed-of-learning", speed(Double.NaN, 9.9), UNDECIDED, UNDECIDED);
    Results none = speed(Double.NaN, 5);
    assertThat(speedAt20(none).evidence())
        .contains("one of the two reached", "plain20 not reached in 10; resnet20 5.05 ± 0.07");
    // One seed of the plain network is fast, the other never gets there: it may still be slower.
    Results partly = speed(Double.NaN, Double.NaN);
    partly = changed(firstSeed(partly, "plain20", 0.5), "resnet20", LOWEST, 9);
    assertThat(speedAt20(partly))
        .satisfies(f -> assertThat(f.outcome()).isEqualTo(UNDECIDED))
        .satisfies(f -> assertThat(f.evidence()).contains("0.50 (not reached by 1 of 2)"));
  }

  @Test
  void bottlenecksCostLessAndFitBetter() {
    assertVerdict("bottleneck", bottleneck(100, 60, 20), SEEN, SEEN, SEEN);
    assertVerdict("bottleneck", bottleneck(60, 160, 40), CONTRADICTED, CONTRADICTED, CONTRADICTED);
    assertVerdict("bottleneck", bottleneck(100, 60, 30), SEEN, SEEN, UNDECIDED);
  }

  @Test
  void timeIsExplainedOnlyWhereItExceedsTheWork() {
    assertThat(work(bottleneck(100, 60, 20)))
        .contains("0.60 times the multiply-adds", "takes 1.00 ± 0.00 times as long: time also");
    assertThat(work(bottleneck(100, 160, 20))).endsWith("takes 1.00 ± 0.00 times as long.");
  }

  /** Verdicts on bottlenecks at equal depth. */
  private static String work(Results results) {
    return MadeUp.experiment("bottleneck").verdict(results).findings().get(1).evidence();
  }

  @Test
  void reductionsSaveAndCostNoAccuracy() {
    Results even = changed(inception, "cifar-inception", TEST_ERROR, 30);
    even = changed(even, "cifar-inception-unreduced", TEST_ERROR, 30);
    assertVerdict("inception", even, SEEN, SEEN, SEEN);
    assertVerdict(
        "inception", changed(even, "cifar-inception", TEST_ERROR, 35), SEEN, CONTRADICTED, SEEN);
    assertVerdict(
        "inception",
        changed(even, "googlenet-unreduced", MULTIPLY_ADDS, 1),
        CONTRADICTED,
        SEEN,
        SEEN);
    assertVerdict(
        "inception",
        changed(even, "cifar-inception-unreduced", PARAMETERS, 1),
        CONTRADICTED,
        SEEN,
        SEEN);
    assertVerdict(
        "inception",
        changed(even, "googlenet-unreduced", MULTIPLY_ADDS, Double.NaN),
        UNDECIDED,
        SEEN,
        SEEN);
  }

  /** Both what should agree and does not, and what is known to be apart and is not. */
  @Test
  void onlyTheKnownRowsOfGoogLeNetsTableAreApart() {
    assertThat(MadeUp.experiment("inception").verdict(inception).findings().get(2).evidence())
        .isEqualTo(
            "10 of 12 rows agree within 2 % or 0.7 million. Rows that do not: convolution 7x7, 5a.");
    for (Results altered :
        List.of(
            changed(inception, "3a", MULTIPLY_ADDS, 500),
            changed(inception, "5a", MULTIPLY_ADDS, 54))) {
      assertThat(MadeUp.experiment("inception").verdict(altered).findings().get(2).outcome())
          .isEqualTo(CONTRADICTED);
    }
  }

  @Test
  void timesAreMeasuredInTurns() {
    for (String network : List.of("cifar-inception", "cifar-inception-unreduced")) {
      assertThat(inception.sample(network, "training step (ms)").values())
          .hasSize(8)
          .allSatisfy(time -> assertThat(time).isPositive());
    }
  }

  @Test
  void theAuditNamesWhatIsApart() {
    assertVerdict("audit", audit, SEEN, SEEN);
    Results wrong = changed(audit, "resnet50", PARAMETERS, 25_557_033);
    assertThat(MadeUp.experiment("audit").verdict(wrong).findings().get(0).evidence())
        .contains("24 of 25 agree", "resnet50 has 25,557,033, published 25,557,032");
    for (Results.Value value : audit.values()) {
      wrong = changed(wrong, value.subject(), value.quantity(), 7);
    }
    assertVerdict("audit", wrong, CONTRADICTED, CONTRADICTED);
  }

  @Test
  void aKnownDifferenceExcusesNoOther() {
    assertThat(MadeUp.experiment("audit").verdict(audit).findings().get(1).evidence())
        .contains("6 of 8 agree", "resnet50 has 3,858, published 3,800 (", "vgg16 has 15,470");
    assertVerdict(
        "audit",
        changed(audit, "resnet50, multiply-adds", MULTIPLY_ADDS, 3_860),
        SEEN,
        CONTRADICTED);
  }

  @Test
  void noVerdictFailsWhereEverythingDiverged() {
    Map<String, Results> measured =
        Map.of(
            "degradation", degradation(0, 0, 0),
            "speed-of-learning", speed(1, 2),
            "bottleneck", bottleneck(1, 2, 3),
            "inception", inception,
            "audit", audit);
    measured.forEach(
        (name, results) ->
            assertThat(MadeUp.experiment(name).verdict(MadeUp.diverged(results)).findings())
                .as(name)
                .isNotEmpty());
  }
}
