package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.report.Element;
import org.resnet4j.report.Xml;

/** The pages of experiments, made from made-up results. */
class StudyPageTest {
  @TempDir private Path folder;

  private static StudyPage report(Experiment experiment, Results results) {
    return report(experiment, results, MadeUp.settings());
  }

  private static StudyPage report(Experiment experiment, Results results, StudySettings settings) {
    return new StudyPage(
        experiment.name(),
        experiment.question(),
        experiment.source(),
        settings,
        List.of("./resnet", "study", experiment.name()),
        Map.of("learning rate", "0.3, at any time"),
        experiment.verdict(results),
        results,
        Map.of("java", "17"),
        Map.of("system", "any"),
        "2020-01-01T00:00:00Z");
  }

  static Stream<Arguments> measured() {
    Results.Recorder rest = new Results.Recorder();
    for (Experiment each : List.of(MadeUp.experiment("inception"), TinyStudy.TINY)) {
      for (Subject subject : each.subjects(Profile.QUICK)) {
        MadeUp.training(rest, subject.name(), 30, 40);
      }
    }
    return Stream.of(
            Arguments.of("degradation", MadeUp.degradation(20, -5, 15)),
            Arguments.of("speed-of-learning", MadeUp.speed(5, 3)),
            Arguments.of("bottleneck", MadeUp.bottleneck(100, 60, 20)),
            Arguments.of("inception", rest.results()),
            Arguments.of("tiny", rest.results()))
        .flatMap(
            each ->
                Stream.of(
                    each, Arguments.of(each.get()[0], MadeUp.diverged((Results) each.get()[1]))));
  }

  private static Experiment experiment(String name) {
    return name.equals("tiny") ? TinyStudy.TINY : MadeUp.experiment(name);
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("measured")
  void pagesAndChartsAreWellFormedAndAlwaysTheSame(String name, Results results) throws Exception {
    Experiment experiment = experiment(name);
    report(experiment, results).write(folder.resolve("a"), experiment);
    Map<String, String> files = files(folder.resolve("a"));
    long figures =
        experiment.show(results, MadeUp.settings()).stream()
            .filter(Element.Figure.class::isInstance)
            .count();
    assertThat(files).as("a file for each chart").hasSize((int) figures + 2);
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (file.getKey().endsWith(".svg")) {
        assertThat(Xml.parse(file.getValue()).getDocumentElement().getLocalName()).isEqualTo("svg");
      }
    }
    String html = files.getOrDefault("report.html", "");
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + 7);
    assertThat(Xml.parse(body).getElementsByTagName("figure").getLength())
        .isGreaterThanOrEqualTo((int) figures);
    assertThat(body).contains("Verdict", "./resnet study " + name, "../index.html");

    report(experiment, results).write(folder.resolve("b"), experiment);
    assertThat(files(folder.resolve("b"))).isEqualTo(files);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("measured")
  void numbersAreReadBackAsTheyWereWritten(String name, Results results) throws Exception {
    StudyPage written = report(experiment(name), results);
    written.write(folder, experiment(name));
    assertThat(StudyPage.read(folder)).isEqualTo(written);
  }

  @Test
  void aSingleSeedIsSaid() throws Exception {
    Experiment experiment = experiment("degradation");
    Results results = MadeUp.degradation(20, -5, 15);
    report(experiment, results).write(folder, experiment);
    assertThat(folder.resolve("report.html")).content().doesNotContain("was trained once");
    report(experiment, results, TinyStudy.settings(1, 1)).write(folder, experiment);
    assertThat(folder.resolve("report.html")).content().contains("was trained once");
  }

  @Test
  void thePageSaysHowNetworksWereTrainedIfTheFileDoes() throws Exception {
    Experiment experiment = experiment("degradation");
    report(experiment, MadeUp.degradation(20, -5, 15)).write(folder, experiment);
    assertThat(folder.resolve("report.html")).content().contains("learning rate", "0.3, at any");
    String json = Files.readString(StudyPage.file(folder));
    String before = json.replaceFirst("(?s)\"training\" : \\{.*?},\\s*", "");
    assertThat(before).isNotEqualTo(json);
    Files.writeString(StudyPage.file(folder), before);
    StudyPage old = StudyPage.read(folder);
    assertThat(old.training()).isNull();
    old.judgedBy(experiment, old.command()).write(folder, experiment);
    assertThat(folder.resolve("report.html")).content().doesNotContain("learning rate");
    assertThat(StudyPage.read(folder)).isEqualTo(old);
  }
}
