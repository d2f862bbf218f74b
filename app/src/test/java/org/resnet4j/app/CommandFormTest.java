package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandFormTest {
  private static final List<String> COMMANDS =
      List.of(
          "predict",
          "evaluate",
          "export",
          "quantize",
          "weights",
          "train",
          "finetune",
          "study",
          "summary",
          "data",
          "doctor",
          "completion");

  @TempDir private Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("prdict x.jpg", "unknown command 'prdict'; did you mean predict?"),
        Arguments.of("data fech", "unknown command 'fech'; did you mean fetch?"),
        Arguments.of("train --epoch 3", "unknown option --epoch; did you mean --epochs?"),
        Arguments.of("predict x --wieghts=f", "unknown option --wieghts; did you mean --weights?"),
        Arguments.of("train --model resnet21", "no network 'resnet21'; did you mean resnet20"),
        Arguments.of("train --data cifar-10", "shards:DIR or list:FILE; did you mean cifar10"),
        Arguments.of("train --recipe fats", "rsb-a2 or rsb-a3, got 'fats'; did you mean fast?"),
        Arguments.of("study degredation", "did you mean degradation?"),
        Arguments.of("weights fetch resnet50", "did you mean resnet50-imagenet"),
        Arguments.of(
            "study audit --profile standart",
            "--profile: expected quick, standard or paper, got 'standart'; did you mean standard?"),
        Arguments.of(
            "export --weights a --to b.onnx --format ONX", "torchscript, got 'ONX'; did you mean"),
        Arguments.of(
            "summary resnet20 --norm layer", "--norm: expected batch or none, got 'layer'"),
        Arguments.of("train --epochs many", "--epochs: expected a whole number, got 'many'"),
        Arguments.of(
            "finetune --backbone-rate much", "--backbone-rate: expected a number, got 'much'"),
        Arguments.of("summary a b", "unexpected argument 'b'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsAnsweredByWhatWasPerhapsMeant(String words, String part) {
    run(words.split(" ")).assertRefused(Main.WRONG, part);
  }

  @Test
  void nothingIsSuggestedForWhatIsNearNothing() {
    assertThat(run("zzzzz").err())
        .isEqualTo("resnet: unknown command 'zzzzz'; see resnet --help\n");
  }

  @ParameterizedTest
  @CsvSource({
    "finetune, --resize, --freeze",
    "finetune, --crop, --mean",
    "quantize --to=x, --limit-train, --limit-test",
    "train, --classes, --shortcut"
  })
  void helpListsOnlyWhatIsTaken(String command, String without, String with) {
    assertThat(run((command + " --help").split(" ")).out())
        .contains(with + "=", "Examples:")
        .doesNotContain(without);
    run((command + " " + without + " 3").split(" "))
        .assertRefused(Main.WRONG, "unknown option " + without);
  }

  @Test
  void helpNamesEveryCommandByItsUse() {
    String help = run("--help").out();
    assertThat(help).contains("Use weights:", "Train:", "Understand:", "Set up:");
    assertThat(help).doesNotContain("Others:");
    assertThat(COMMANDS)
        .allSatisfy(name -> assertThat(help).containsPattern("(?m)^  " + name + " "));
    assertThat(run("help", "train").out()).isEqualTo(run("train", "--help").out());
  }

  @Test
  void everythingFitsAnOrdinaryTerminal() {
    List<List<String>> answers = new ArrayList<>();
    COMMANDS.forEach(name -> answers.add(List.of(name, "--help")));
    answers.add(List.of("--help"));
    answers.add(List.of("weights", "list"));
    answers.add(List.of("study", "list"));
    answers.add(List.of("data", "list"));
    answers.add(List.of("summary"));
    answers.add(List.of("summary", "resnet50"));
    answers.add(List.of("summary", "preact-resnet1001"));
    answers.add(List.of("summary", "googlenet"));
    for (List<String> words : answers) {
      assertThat(run(words.toArray(String[]::new)).out().lines())
          .as(String.join(" ", words))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bashCompletesCommandsFlagsAndNames() throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), run("completion").out());
    assertThat(complete(script, "resnet", "pred")).contains("predict");
    assertThat(complete(script, "resnet", "train", "--wei")).contains("--weight-decay");
    assertThat(complete(script, "resnet", "train", "--model", "resnet5")).contains("resnet56");
    assertThat(complete(script, "resnet", "study", "--profile", "sta")).contains("standard");
    assertThat(complete(script, "resnet", "predict", "--weights", "resnet50"))
        .contains("resnet50-imagenet");
  }

  /** The completions that bash offers for the last word. */
  private static String complete(Path script, String... words) throws Exception {
    String typed = "COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source '"
                    + script
                    + "'; "
                    + typed
                    + "; _complete_resnet; echo \"${COMPREPLY[*]}\"")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(
        bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
