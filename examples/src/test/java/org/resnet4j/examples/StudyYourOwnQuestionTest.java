package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Results;
import org.resnet4j.study.Verdict.Outcome;

class StudyYourOwnQuestionTest {
  @Test
  void theStudyTrainsMeasuresAndWritesItsPages(@TempDir Path folder) throws Exception {
    assertThat(StudyYourOwnQuestion.run(folder)).content().contains("A wider view");
    assertThat(folder.resolve("wide-view/report.html")).content().contains("wide-view8");
    assertThat(folder.resolve("wide-view/learning.svg")).exists();
    assertThat(folder.resolve("runs")).isDirectoryContaining("glob:**wide-view8-seed1-*");
  }

  @Test
  void theVerdictFollowsTheNumbers() {
    assertThat(outcome(30, 20)).isEqualTo(Outcome.SEEN);
    assertThat(outcome(20, 30)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(outcome(20, 20)).isEqualTo(Outcome.UNDECIDED);
    assertThat(outcome(89, 84)).as("near guessing").isEqualTo(Outcome.UNDECIDED);
  }

  private static Outcome outcome(double usual, double wide) {
    Results.Recorder made = new Results.Recorder();
    for (long seed = 0; seed < 2; seed++) {
      made.value("cifar-resnet8", Learning.GUESSING, seed, 90);
      made.value("wide-view8", Learning.GUESSING, seed, 90);
      made.value("cifar-resnet8", Learning.TEST_ERROR, seed, usual + 0.1 * seed);
      made.value("wide-view8", Learning.TEST_ERROR, seed, wide + 0.1 * seed);
    }
    return new StudyYourOwnQuestion().verdict(made.results()).findings().get(0).outcome();
  }
}
