package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.app.terminal.Output;
import org.resnet4j.report.Element;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.experiments.Experiments;
import picocli.CommandLine;

class StudyCommandTest {
  /** A study shared by several tests. */
  @TempDir private static Path shared;

  private static Ran audited = new Ran(0, "", "");

  @TempDir private Path folder;

  private static Ran study(String words, Path out) {
    return run(
        Stream.concat(
                Stream.of(("study " + words).split(" ")),
                Stream.of(
                    "--limit-train=64",
                    "--limit-test=20",
                    "--seeds=1",
                    "--epochs=1",
                    "--out=" + out))
            .toArray(String[]::new));
  }

  @BeforeAll
  static void audit() {
    audited = study("audit --json", shared.resolve("study"));
  }

  @Test
  void theListNamesEveryExperiment() throws Exception {
    Ran text = run("study", "list");
    assertThat(text.code()).isZero();
    assertThat(run("study")).isEqualTo(text);
    JsonNode object = run("study", "list", "--json").onlyObject();
    assertThat(object.get("experiments").size()).isEqualTo(Experiments.all().size());
    for (Experiment experiment : Experiments.all()) {
      String title = experiment.title();
      assertThat(text.out())
          .contains(experiment.name() + " ", " " + title.substring(title.indexOf(": ") + 2));
      assertThat(object.get("experiments").get(experiment.name()).asText())
          .isEqualTo(experiment.question());
    }
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        Arguments.of(
            "degredation", List.of("no experiment 'degredation'", "expected one of degradation, ")),
        Arguments.of("list degradation", List.of("no experiment 'list'")),
        Arguments.of("all degredation", List.of("no experiment 'degredation'")),
        Arguments.of("audit --seeds 0", List.of("--seeds", "at least 1", "0")),
        Arguments.of("audit --seeds two", List.of("--seeds", "two")),
        Arguments.of("audit --epochs 0", List.of("--epochs", "at least 1, got 0")),
        Arguments.of("audit --epochs -3", List.of("--epochs", "at least 1, got -3")),
        Arguments.of("audit --profile fast", List.of("--profile", "quick, standard or paper")),
        Arguments.of("audit --limit-train -1", List.of("--limit-train", "-1")),
        Arguments.of("audit --threads 0", List.of("--threads", "0")),
        Arguments.of("audit --data mnist", List.of("mnist", "fashion-mnist-mini")),
        Arguments.of(
            "degradation --profile standard --data fashion-mnist-mini --limit-train 64",
            List.of("at least 128 training images", "got 64")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongRequests")
  void aWrongRequestIsAnsweredBeforeThereIsAFolder(String words, List<String> parts) {
    Path none = folder.resolve("none");
    run((("study " + words + " --quiet --out=" + none).split(" ")))
        .assertRefused(Main.WRONG, parts.toArray(String[]::new));
    assertThat(none).doesNotExist();
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    study("audit --quiet", folder)
        .assertRefused(
            Main.WRONG, folder.toString(), "choose another folder (--out) or resume it (--resume)");
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(folder.resolve("study.json")).doesNotExist();
  }

  @Test
  void onlyAStudyCanBeResumedAndWithItsOwnSettings() throws Exception {
    run("study", "--resume=" + folder).assertRefused(Main.WRONG, "study.json is missing");
    run("study", "audit", "--seeds=2", "--resume=" + shared.resolve("study"))
        .assertRefused(Main.WRONG, "--resume", "study.json: leave out --seeds");
    run("study", "--resume=" + shared.resolve("study"), "autid")
        .assertRefused(Main.WRONG, "no experiment 'autid'");
    Files.writeString(folder.resolve("study.json"), "{\"settings\":");
    run("study", "--resume=" + folder).assertRefused(Main.FAILED, "study.json: it is damaged");
  }

  @Test
  void programsReadVerdictsAndThePlaceOfThePages() throws Exception {
    JsonNode object = audited.onlyObject();
    JsonNode findings = object.get("verdicts").get("audit").get("findings");
    assertThat(findings.size()).isEqualTo(2);
    assertThat(findings.get(0).get("outcome").asText()).isEqualTo("SEEN");
    assertThat(findings.get(0).get("evidence").asText()).isNotEmpty();
    assertThat(Path.of(object.get("index").asText()))
        .isEqualTo(shared.resolve("study/index.html"))
        .isNotEmptyFile();
    assertThat(shared.resolve("study/audit/report.html")).isNotEmptyFile();
    assertThat(shared.resolve("study/audit/results.json")).isNotEmptyFile();
  }

  @Test
  void aStudyTakesMoreExperimentsAndSaysHowItGoes() throws Exception {
    Path study = folder.resolve("study");
    assertThat(study("audit audit --quiet", study).out())
        .isEqualToIgnoringNewLines("all pages: " + study.resolve("index.html"));
    assertThat(experiments(study)).containsExactly("audit");

    Ran more = run("study", "inception", "--resume=" + study);
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.out())
        .contains(
            "audit, inception on 64 images of fashion-mnist-mini, profile quick, 1 seed;",
            "run 1 of 2, cifar-inception seed 0: epoch 1 of 1, training error",
            "inception: measuring",
            "seen: The multiply-adds of GoogLeNet in Szegedy et al. 2014, Table 1, follow from its",
            "page: " + study.resolve("inception/report.html"),
            "each network was trained once, so the variation between seeds is unknown",
            "all pages: " + study.resolve("index.html"))
        .doesNotContain("audit: measuring");
    assertThat(experiments(study)).containsExactly("audit", "inception");
    assertThat(study.resolve("index.html"))
        .content()
        .contains("audit/report.html", "inception/report.html", "Not run yet");
    JsonNode again = run("study", "--json", "--resume=" + study).onlyObject();
    assertThat(again.get("verdicts").size()).isEqualTo(2);
  }

  @Test
  void thePrintedCommandRepeatsTheStudy() throws Exception {
    Path study = folder.resolve("study");
    JsonNode printed = json(shared.resolve("study/audit/results.json")).get("command");
    List<String> words = printed.valueStream().map(JsonNode::asText).toList();
    assertThat(words)
        .startsWith("./resnet", "study", "audit", "--device")
        .as("it trains nothing")
        .doesNotContain("--profile", "--seeds", "--limit-train");
    Stream<String> again = Stream.concat(words.stream().skip(1), Stream.of("--out=" + study));
    assertThat(run(again.toArray(String[]::new)).code()).isZero();
    assertThat(json(study.resolve("audit/results.json")).get("results"))
        .isEqualTo(json(shared.resolve("study/audit/results.json")).get("results"));
  }

  /** Pages are regenerated from numbers alone, without the data. */
  @Test
  void whatIsMeasuredNeedsNoData() throws Exception {
    Path study = folder.resolve("study");
    study("audit --quiet", study);
    String json = Files.readString(study.resolve("study.json"));
    Files.writeString(
        study.resolve("study.json"), json.replace("fashion-mnist-mini", "folder:gone"));
    Files.delete(study.resolve("audit/report.html"));
    Files.writeString(study.resolve("audit/old.svg"), OLD_CHART);
    Files.writeString(study.resolve("audit/mine.svg"), "<svg/>");
    Ran again = run("study", "--resume=" + study);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("audit, already measured; study folder", "✓ seen: The param");
    assertThat(study.resolve("audit/report.html")).isNotEmptyFile();
    assertThat(study.resolve("audit/old.svg")).as("a chart of another version").doesNotExist();
    assertThat(study.resolve("audit/mine.svg")).exists();
  }

  private static final String OLD_CHART =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\"></svg>";

  private static StudySettings settings(String words) {
    StudyCommand command = new StudyCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words.split(" "));
    return command.settings();
  }

  @Test
  void theLimitsOfAProfileHoldForAnyData() {
    StudySettings other = settings("all --profile quick --data cifar10");
    assertThat(other.limitTrain()).isEqualTo(3_000);
    assertThat(other.limitTest()).isEqualTo(1_000);
    assertThat(settings("all --data cifar10 --limit-train 50000").limitTrain()).isEqualTo(50_000);
    assertThat(settings("all --profile standard --limit-test 50").limitTest()).isEqualTo(50);
    assertThat(settings("all --profile standard --limit-test 50").limitTrain()).isZero();
  }

  /** Measures nothing, or fails. */
  private record Fake(String name, boolean fails) implements Experiment {
    @Override
    public String title() {
      return name;
    }

    @Override
    public String question() {
      return "What?";
    }

    @Override
    public String source() {
      return "none";
    }

    @Override
    public List<Subject> subjects(Profile profile) {
      return List.of();
    }

    @Override
    public Results measure(Lab lab) {
      if (fails) {
        throw new IllegalStateException("no luck");
      }
      return new Results(List.of(), List.of());
    }

    @Override
    public Verdict verdict(Results results) {
      return Verdict.of();
    }

    @Override
    public List<Element> show(Results results, StudySettings settings) {
      return List.of();
    }
  }

  @Test
  void whatFailedIsSaidAtTheEnd() {
    Path study = folder.resolve("study");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new StudyCommand(List.of(new Fake("bad", true), new Fake("good", false))))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(Output.answers(out))
            .setErr(Output.messages(err))
            .execute("all", "--limit-train=64", "--seeds=1", "--out=" + study);
    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(out.toString())
        .contains("bad failed: no luck", "good: measuring", "all pages: ")
        .doesNotContain("trained once");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "resnet: bad failed; try again with: resnet study --resume " + study);
  }

  private static JsonNode json(Path file) throws Exception {
    return JsonMapper.builder().build().readTree(file.toFile());
  }

  private static List<String> experiments(Path study) throws Exception {
    return json(study.resolve("study.json"))
        .get("experiments")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }
}
