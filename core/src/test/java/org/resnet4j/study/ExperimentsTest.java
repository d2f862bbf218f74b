package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.report.Element;
import org.resnet4j.study.experiments.Experiments;

/**
 * Experiments from their trainings to their pages, on a few images: their verdicts are meaningless.
 */
class ExperimentsTest {
  /** They take minutes to time training steps, as StepCostTest and VerdictsTest do in seconds. */
  private static final Set<String> TIMED =
      Set.of("skip-cost", "bottleneck", "downsampling", "inception");

  @Test
  void everyExperimentTrainsMeasuresJudgesAndShows(@TempDir Path folder) throws Exception {
    List<Experiment> all =
        Experiments.all().stream().filter(e -> !TIMED.contains(e.name())).toList();
    List<String> names = all.stream().map(Experiment::name).toList();
    Study study = TinyStudy.create(folder, 1, 1, names, all);
    study.run(TinyStudy.data(64), StudyProgress.SILENT, () -> false);
    for (Experiment experiment : all) {
      Path own = folder.resolve(experiment.name());
      StudyPage report = StudyPage.read(own);
      assertThat(report.verdict().findings()).as(experiment.name()).isNotEmpty();
      assertThat(own.resolve("report.html")).content().contains("What was measured");
      long figures =
          experiment.show(report.results(), report.settings()).stream()
              .filter(Element.Figure.class::isInstance)
              .count();
      try (Stream<Path> files = Files.list(own)) {
        assertThat(files.filter(file -> file.toString().endsWith(".svg")))
            .as("a file for each picture of %s", experiment.name())
            .hasSize((int) figures);
      }
    }
    assertThat(study.index()).content().doesNotContain("Not run yet");
  }
}
