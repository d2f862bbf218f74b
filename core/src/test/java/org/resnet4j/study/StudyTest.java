package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.Split;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.run.EpochResult;

class StudyTest {
  /** Two steps an epoch; two networks, two seeds and two epochs make 16 steps. */
  private static final Split DATA = KilledStudy.data();

  @TempDir private static Path shared;

  @TempDir private Path folder;

  /** An uninterrupted study, with which all others are compared. */
  @BeforeAll
  static void undisturbed() throws Exception {
    assertThat(KilledStudy.create(shared).run(DATA, StudyProgress.SILENT, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
  }

  /** A process that dies without cleaning up, as far as Java can show it. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Records events, and dies after a given number of them. */
  private static class Told implements StudyProgress {
    final List<String> events = new ArrayList<>();
    private final int last;

    Told(int last) {
      this.last = last;
    }

    private void note(String event) {
      events.add(event);
      if (events.size() == last) {
        throw new Death();
      }
    }

    long count(String word) {
      return events.stream().filter(event -> event.startsWith(word)).count();
    }

    @Override
    public void step(Place place, long step, long total, double loss) {
      note("step of run " + place.run() + " of " + place.runs());
    }

    @Override
    public void epoch(Place place, EpochResult result, int epochs) {
      note("epoch " + result.epoch() + " of " + epochs);
    }

    @Override
    public void diverged(Place place, String why) {
      note("diverged: " + why);
    }

    @Override
    public void measuring(Experiment experiment) {
      note("measuring " + experiment.name());
    }

    @Override
    public void measuring(Experiment experiment, String what) {
      note(experiment.name() + ": " + what);
    }

    @Override
    public void failed(Experiment experiment, String why) {
      note("failed " + experiment.name() + ": " + why);
    }

    @Override
    public void reported(Experiment experiment, Verdict verdict, Path page) {
      note("reported " + experiment.name());
    }
  }

  private static Told told() {
    return new Told(0);
  }

  private static List<String> runs(Path study) throws IOException {
    try (Stream<Path> runs = Files.list(study.resolve("runs"))) {
      return runs.map(run -> run.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertLikeUndisturbed(Path study) throws IOException {
    assertThat(StudyPage.read(study.resolve("tiny")).results())
        .isEqualTo(StudyPage.read(shared.resolve("tiny")).results());
    assertThat(runs(study)).isEqualTo(runs(shared));
  }

  @Test
  void leavesNumbersPagesAndRuns() throws Exception {
    assertThat(shared.resolve("study.json")).isNotEmptyFile();
    assertThat(shared.resolve("tiny/report.html")).isNotEmptyFile();
    assertThat(shared.resolve("tiny/errors-epochs.svg")).isNotEmptyFile();
    assertThat(shared.resolve("index.html"))
        .content()
        .contains("href=\"tiny/report.html\"", "Tiny &amp; &lt;tiny&gt;", "exploding");
    assertThat(runs(shared)).hasSize(4);
    Results results = StudyPage.read(shared.resolve("tiny")).results();
    assertThat(results.sample("cifar-resnet8", Learning.TRAINING_ERROR).size()).isEqualTo(2);
    assertThat(results.sample("cifar-plain8", TinyStudy.WEIGHTS).values())
        .as("each seed gives other weights")
        .doesNotHaveDuplicates();
    assertThat(results.curve("cifar-resnet8", Learning.TRAINING_LOSS).orElseThrow().x())
        .containsExactly(1, 2);
  }

  @Test
  void aFinishedStudyIsOnlyRead() throws Exception {
    Told told = told();
    assertThat(Study.open(shared, List.of(), null, TinyStudy.KNOWN).run(DATA, told, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(told.events).containsExactly("reported tiny");
    Study twice = Study.open(shared, List.of("tiny"), null, TinyStudy.KNOWN);
    assertThat(twice.record().experiments()).containsExactly("tiny");
  }

  @Test
  void verdictsAndPagesAreMadeAgainFromTheNumbersAlone() throws Exception {
    Path tiny = Files.createDirectories(folder.resolve("tiny"));
    Files.copy(shared.resolve("study.json"), folder.resolve("study.json"));
    String json = Files.readString(shared.resolve("tiny/results.json"));
    String altered =
        json.replaceAll("\"outcome\" : \"\\w+\"", "\"outcome\" : \"CONTRADICTED\"")
            .replaceFirst("\"evidence\" : \"[^\"]*\"", "\"evidence\" : \"none\"")
            .replaceFirst("\"question\" : \"[^\"]*\"", "\"question\" : \"Why?\"");
    assertThat(altered).isNotEqualTo(json);
    Files.writeString(tiny.resolve("results.json"), altered);

    Told told = told();
    assertThat(Study.open(folder, List.of(), null, TinyStudy.KNOWN).run(DATA, told, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(told.events).containsExactly("reported tiny");
    for (String name : List.of("tiny/results.json", "tiny/report.html", "tiny/errors-epochs.svg")) {
      assertThat(folder.resolve(name)).hasSameTextualContentAs(shared.resolve(name));
    }
    assertThat(folder.resolve("index.html")).content().contains("tiny/report.html");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void whatCannotBeMeasuredDoesNotHinderTheOthersAndIsTriedAgain() throws Exception {
    Split small = TinyStudy.data(64);
    List<Experiment> failing =
        List.of(
            TinyStudy.measuring(
                "failing",
                lab -> {
                  throw new IllegalStateException("no luck\nat all");
                }),
            TinyStudy.measuring(
                "unreadable",
                lab -> {
                  throw new NoSuchFileException("weights");
                }),
            TinyStudy.measuring("fine", lab -> new Results(List.of(), List.of())));
    List<String> names = List.of("failing", "unreadable", "fine");
    Told told = told();
    assertThat(TinyStudy.create(folder, 1, 1, names, failing).run(small, told, () -> false))
        .isEqualTo(Study.Outcome.FAILED);
    assertThat(told.events.stream().filter(event -> !event.contains(" of ")))
        .containsExactly(
            "measuring failing",
            "failed failing: no luck",
            "measuring unreadable",
            "failed unreadable: java.nio.file.NoSuchFileException: weights",
            "measuring fine",
            "reported fine");
    assertThat(folder.resolve("index.html"))
        .content()
        .contains("failing failed: no luck", "fine/report.html", "study failing unreadable");

    List<Experiment> mended =
        names.stream()
            .map(name -> TinyStudy.measuring(name, lab -> new Results(List.of(), List.of())))
            .toList();
    assertThat(Study.open(folder, List.of(), null, mended).run(small, told(), () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(folder.resolve("index.html")).content().doesNotContain("failed", "Not run yet");
  }

  @Test
  void whatCannotBeShownIsMeasuredOnlyOnce() throws Exception {
    Split small = TinyStudy.data(64);
    List<String> names = List.of("hidden", "fine");
    Experiment fine = TinyStudy.measuring("fine", lab -> new Results(List.of(), List.of()));
    List<Experiment> failing = List.of(TinyStudy.notShown("hidden"), fine);
    Told told = told();
    assertThat(TinyStudy.create(folder, 1, 1, names, failing).run(small, told, () -> false))
        .isEqualTo(Study.Outcome.FAILED);
    assertThat(told.events).contains("failed hidden: cannot be drawn", "reported fine");
    assertThat(folder.resolve("index.html"))
        .content()
        .contains("hidden failed: cannot be drawn")
        .doesNotContain("hidden/report.html");
    told = told();
    assertThat(Study.open(folder, List.of(), null, failing).run(small, told, () -> false))
        .isEqualTo(Study.Outcome.FAILED);
    assertThat(told.events).containsExactly("failed hidden: cannot be drawn", "reported fine");

    Experiment mended =
        TinyStudy.measuring(
            "hidden",
            lab -> {
              throw new IllegalStateException("measured again");
            });
    assertThat(
            Study.open(folder, List.of(), null, List.of(mended, fine))
                .run(small, told(), () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(folder.resolve("hidden/report.html")).isNotEmptyFile();
  }

  @Test
  void anIndexSaysThatOneSeedTellsNothingOfChance() throws Exception {
    List<Experiment> known =
        List.of(TinyStudy.measuring("fine", lab -> new Results(List.of(), List.of())));
    TinyStudy.create(folder, 1, 1, List.of("fine"), known)
        .run(TinyStudy.data(64), told(), () -> false);
    assertThat(folder.resolve("index.html")).content().contains("was trained once");
    assertThat(shared.resolve("index.html")).content().doesNotContain("was trained once");
  }

  /** The command on the page finds the data where they were found, and a study where they are. */
  @Test
  void theFolderOfTheDataIsRememberedAndCanChange() throws Exception {
    StudyRecord record = new StudyRecord(TinyStudy.settings(1, 1), List.of("fine"), "here");
    List<Experiment> known =
        List.of(TinyStudy.measuring("fine", lab -> new Results(List.of(), List.of())));
    Study.create(folder, record, known).run(TinyStudy.data(64), told(), () -> false);
    assertThat(StudyPage.read(folder.resolve("fine")).command())
        .containsSequence("--data-dir", "here");
    Study.open(folder, List.of(), "there", known).run(TinyStudy.data(64), told(), () -> false);
    assertThat(Study.open(folder, List.of(), null, known).record().dataDir()).isEqualTo("there");
  }

  @Test
  void anExperimentMeasuresWithAsManyThreadsAfterTrainingAsAfterResuming() throws Exception {
    List<Integer> threads = new ArrayList<>();
    List<Experiment> counting =
        List.of(
            TinyStudy.measuring(
                "counting",
                lab -> {
                  threads.add(Torch.threads());
                  return new Results(List.of(), List.of());
                }));
    StudySettings four =
        new StudySettings(
            Profile.QUICK, "fashion-mnist-mini", 0, 20, 1, 1, Device.CPU, Precision.FP32, 4);
    Split small = TinyStudy.data(64);
    Study.create(folder, new StudyRecord(four, List.of("counting"), null), counting)
        .run(small, StudyProgress.SILENT, () -> false);
    Files.delete(StudyPage.file(folder.resolve("counting")));
    Torch.setThreads(3);
    Study.open(folder, List.of(), null, counting).run(small, StudyProgress.SILENT, () -> false);
    assertThat(threads).hasSize(2);
    assertThat(threads.get(1)).isEqualTo(threads.get(0));
  }

  @Test
  void aStudyStoppedAfterEveryThirdStepGoesOnWithEqualNumbers() throws Exception {
    int steps = 3;
    Study study = KilledStudy.create(folder);
    int pieces = 1;
    while (true) {
      Told told = told();
      if (study.run(DATA, told, () -> told.count("step") >= steps) == Study.Outcome.FINISHED) {
        assertThat(told.count("step")).as("a wish after the last step").isLessThan(steps);
        break;
      }
      pieces++;
      study = Study.open(folder, List.of(), null, TinyStudy.KNOWN);
    }
    assertThat(pieces).isGreaterThanOrEqualTo(16 / (steps + 1));
    assertLikeUndisturbed(folder);
  }

  @Test
  void aStudyThatDiesAnywhereGoesOnWithEqualNumbers() throws Exception {
    int deaths = 0;
    boolean finished = false;
    for (int events = 1; !finished; events += 2) {
      Study study =
          deaths == 0
              ? KilledStudy.create(folder)
              : Study.open(folder, List.of(), null, TinyStudy.KNOWN);
      try {
        finished = study.run(DATA, new Told(events), () -> false) == Study.Outcome.FINISHED;
      } catch (Death e) {
        deaths++;
      }
    }
    assertThat(deaths).isGreaterThan(4);
    assertLikeUndisturbed(folder);
  }

  @Test
  void aStudyThatDiesWhileItMeasuresNeedNotTrainAgain() throws Exception {
    Study study = KilledStudy.create(folder);
    assertThatThrownBy(
            () ->
                study.run(
                    DATA,
                    new StudyProgress() {
                      @Override
                      public void measuring(Experiment experiment) {
                        throw new Death();
                      }
                    },
                    () -> false))
        .isInstanceOf(Death.class);
    Told told = told();
    assertThat(Study.open(folder, List.of(), null, TinyStudy.KNOWN).run(DATA, told, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(told.events)
        .containsExactly(
            "measuring tiny",
            "tiny: cifar-resnet8 seed 0",
            "tiny: cifar-resnet8 seed 1",
            "tiny: cifar-plain8 seed 0",
            "tiny: cifar-plain8 seed 1",
            "reported tiny");
    assertLikeUndisturbed(folder);
  }

  @Test
  void aKilledProcessGoesOnWithEqualNumbers() throws Exception {
    assertThat(KilledStudy.kill(folder, "step", 7)).isFalse();
    assertThat(folder.resolve("tiny")).doesNotExist();
    assertThat(KilledStudy.kill(folder, "never", 1)).isTrue();
    assertLikeUndisturbed(folder);
  }

  @Test
  void whatAProcessLeftThatWasKilledWhileItBeganARunIsNoObstacle() throws Exception {
    Path run = folder.resolve("runs").resolve(runs(shared).get(0));
    Files.createDirectories(run);
    Files.writeString(run.resolve(".resnet4j-0123456789abcdef.tmp"), "{\"settings\":");
    Files.copy(shared.resolve("study.json"), folder.resolve("study.json"));
    assertThat(
            Study.open(folder, List.of(), null, TinyStudy.KNOWN)
                .run(DATA, StudyProgress.SILENT, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertLikeUndisturbed(folder);
  }

  @Test
  void whatAProcessLeftThatWasKilledWhileItBeganAStudyIsNoObstacle() throws Exception {
    Path left = folder.resolve(".resnet4j-0123456789abcdef.tmp");
    Files.writeString(left, "{\"settings\":");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    assertThat(KilledStudy.create(folder).run(DATA, StudyProgress.SILENT, () -> true))
        .isEqualTo(Study.Outcome.STOPPED);
    assertThat(folder.resolve("study.json")).isNotEmptyFile();
    assertThat(left).as("left for so long that nobody writes it").doesNotExist();
  }

  @Test
  void experimentsShareRunsAndWhatDivergesIsAResult() throws Exception {
    Split small = TinyStudy.data(64);
    Told told = told();
    Study study = TinyStudy.create(folder, 1, 3, List.of("exploding", "tiny"), TinyStudy.KNOWN);
    assertThat(study.run(small, told, () -> false)).isEqualTo(Study.Outcome.FINISHED);
    assertThat(told.events).contains("step of run 3 of 3").doesNotContain("step of run 4 of 4");
    assertThat(runs(folder)).as("resnet8, plain8 and the explosive one").hasSize(3);
    assertThat(told.count("diverged")).isOne();
    Results results = StudyPage.read(folder.resolve("exploding")).results();
    assertThat(results.sample("explosive", Learning.TRAINING_ERROR).text(2)).isEqualTo("diverged");
    assertThat(results.curve("explosive", Learning.TRAINING_LOSS).orElseThrow().x())
        .as("the first epoch is one step, and finite")
        .containsExactly(1);
    assertThat(results.untrained("same", TinyStudy.WEIGHTS))
        .isEqualTo(
            StudyPage.read(folder.resolve("tiny"))
                .results()
                .untrained("cifar-resnet8", TinyStudy.WEIGHTS));
    assertThat(StudyPage.read(folder.resolve("exploding")).verdict().findings().get(0))
        .as("nothing learns in three steps")
        .satisfies(f -> assertThat(f.outcome()).isEqualTo(Verdict.Outcome.UNDECIDED))
        .satisfies(f -> assertThat(f.evidence()).contains("same has not surely learned"));
  }

  @Test
  void whetherNetworksHaveLearnedIsNotedWithoutAsking() throws Exception {
    List<Experiment> known =
        List.of(TinyStudy.measuring("fine", lab -> new Results(List.of(), List.of())));
    TinyStudy.create(folder, 2, 1, List.of("fine"), known)
        .run(TinyStudy.data(64), told(), () -> false);
    Results results = StudyPage.read(folder.resolve("fine")).results();
    assertThat(results.untrained("cifar-resnet8", Learning.GUESSING).values())
        .containsExactly(90.0, 90.0);
    assertThat(results.untrained("cifar-resnet8", Learning.TEST_ERROR).size()).isEqualTo(2);
  }

  /** Files of earlier versions lack it; ten classes are known by the name of the data. */
  @Test
  void theErrorOfGuessingFollowsFromTheNameOfTheData() {
    Results.Recorder old = new Results.Recorder();
    old.value("net", Learning.TRAINING_ERROR, 0, 20);
    old.value("net", Learning.TRAINING_ERROR, 1, 21);
    Results complete = Learning.withGuessing(old.results(), "cifar100");
    assertThat(complete.untrained("net", Learning.GUESSING).values()).containsExactly(99.0, 99.0);
    assertThat(Learning.withGuessing(complete, "cifar100")).isEqualTo(complete);
    assertThat(Learning.withGuessing(old.results(), "folder:x")).isEqualTo(old.results());
  }

  @Test
  void aTrainingThatDivergedIsNotTriedAgain() throws Exception {
    Split small = TinyStudy.data(64);
    Study study = TinyStudy.create(folder, 1, 3, List.of("exploding"), TinyStudy.KNOWN);
    assertThatThrownBy(
            () ->
                study.run(
                    small,
                    new StudyProgress() {
                      @Override
                      public void diverged(Place place, String why) {
                        throw new Death();
                      }
                    },
                    () -> false))
        .isInstanceOf(Death.class);
    Told told = told();
    assertThat(
            Study.open(folder, List.of("tiny"), null, TinyStudy.KNOWN)
                .run(small, told, () -> false))
        .isEqualTo(Study.Outcome.FINISHED);
    assertThat(told.count("diverged")).isZero();
    assertThat(told.count("step")).as("of the one network of tiny that is new").isEqualTo(3);
    assertThat(told.events).contains("reported exploding", "reported tiny");
    assertThat(Study.open(folder, List.of(), null, TinyStudy.KNOWN).record().experiments())
        .containsExactly("exploding", "tiny");
  }

  @Test
  void aStudyWhoseBatchesDoNotFitLeavesNoFolder() throws Exception {
    StudySettings settings =
        new StudySettings(Profile.STANDARD, "x", 0, 0, 1, 1, Device.CPU, Precision.FP32, 1);
    Path none = folder.resolve("none");
    Study study =
        Study.create(none, new StudyRecord(settings, List.of("tiny"), null), TinyStudy.KNOWN);
    assertThatThrownBy(() -> study.run(TinyStudy.data(64), StudyProgress.SILENT, () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 64");
    assertThat(none).doesNotExist();
  }

  @Test
  void foldersMustSuit() throws Exception {
    assertThatThrownBy(() -> KilledStudy.create(shared))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("choose another folder or resume it");
    assertThatThrownBy(() -> KilledStudy.create(shared.resolve("study.json")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Study.open(folder, List.of(), null, TinyStudy.KNOWN))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("study.json is missing");
  }

  private static Stream<String> damaged(String json) {
    return Stream.of(
        "",
        "null",
        "{}",
        "[]",
        json.substring(0, json.length() / 2),
        json.replace("\"QUICK\"", "\"SLOW\""),
        json.replaceFirst("\"seeds\" : 2", "\"seeds\" : 0"),
        json.replaceFirst("\"epochs\" : 2", "\"epochs\" : \"two\""),
        json + "\ud800");
  }

  /** The same record with one field set to null. */
  private static String without(String json, String place) {
    try {
      JsonNode root = JsonMapper.builder().build().readTree(json);
      JsonPointer pointer = JsonPointer.compile(place);
      ((ObjectNode) root.at(pointer.head())).putNull(pointer.last().getMatchingProperty());
      return root.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @Test
  void aDamagedStudyFileIsSaidInOneLine() throws Exception {
    String json = Files.readString(shared.resolve("study.json"));
    List<String> texts =
        Stream.concat(
                damaged(json),
                Stream.of(
                    "{\"settings\":null,\"experiments\":[\"tiny\"],\"dataDir\":null}",
                    json.replace("\"tiny\"", "null"),
                    without(json, "/settings/profile"),
                    without(json, "/settings/data"),
                    without(json, "/settings/device"),
                    without(json, "/settings/precision")))
            .toList();
    for (String text : texts) {
      Files.write(folder.resolve("study.json"), text.getBytes("ISO-8859-1"));
      if (text.endsWith("\ud800")) {
        Files.write(folder.resolve("study.json"), new byte[] {'{', (byte) 0xFF});
      }
      assertThatThrownBy(() -> Study.open(folder, List.of(), null, TinyStudy.KNOWN))
          .as(text)
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("study.json: it is damaged: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void anExperimentThatIsNotKnownIsNamed() throws Exception {
    String json = Files.readString(shared.resolve("study.json"));
    Files.writeString(folder.resolve("study.json"), json.replace("\"tiny\"", "\"huge\""));
    assertThatThrownBy(() -> Study.open(folder, List.of(), null, TinyStudy.KNOWN))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("study.json")
        .hasMessageEndingWith("unknown experiment: huge");
  }

  @Test
  void aDamagedResultsFileIsSaidInOneLine() throws Exception {
    String json = Files.readString(shared.resolve("tiny/results.json"));
    Files.createDirectories(folder.resolve("tiny"));
    Files.copy(shared.resolve("study.json"), folder.resolve("study.json"));
    List<String> texts =
        Stream.concat(
                damaged(json),
                Stream.of(
                        "/verdict",
                        "/results",
                        "/verdict/findings",
                        "/results/values",
                        "/settings",
                        "/command",
                        "/versions",
                        "/machine",
                        "/finished")
                    .map(place -> without(json, place)))
            .toList();
    for (String text : texts) {
      Files.write(folder.resolve("tiny/results.json"), text.getBytes("ISO-8859-1"));
      if (text.endsWith("\ud800")) {
        Files.write(folder.resolve("tiny/results.json"), new byte[] {'{', (byte) 0xFF});
      }
      Study study = Study.open(folder, List.of(), null, TinyStudy.KNOWN);
      assertThatThrownBy(() -> study.run(DATA, StudyProgress.SILENT, () -> false))
          .as(text.substring(0, Math.min(200, text.length())))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("results.json: it is damaged: ")
          .hasMessageNotContaining("\n");
    }
  }
}
