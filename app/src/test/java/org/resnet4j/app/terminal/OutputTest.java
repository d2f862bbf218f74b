package org.resnet4j.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.app.Main;
import org.resnet4j.app.Ran;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;

class OutputTest {
  private static final String RED = "\u001b[31m";

  @TempDir private Path folder;

  /** A full disk, or a closed pipe. */
  private static final class Refusing extends Writer {
    private final String reason;

    Refusing(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(char[] text, int from, int length) {}

    @Override
    public void flush() throws IOException {
      throw new IOException(reason);
    }

    @Override
    public void close() {}
  }

  private Ran runTo(String reason, String... words) {
    StringWriter err = new StringWriter();
    int code = Main.run(words, new Refusing(reason), err);
    return new Ran(code, "", err.toString());
  }

  private String picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, PngWriter.encode(new Image(3, 40, 40)));
    return file.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary",
        "summary resnet20",
        "summary resnet20 --json",
        "weights list",
        "study list",
        "data",
        "completion",
        "--help",
        "train --help",
        "--version"
      })
  void anAnswerThatIsLostIsAFailure(String words) {
    runTo("No space left on device", words.split(" "))
        .assertRefused(Main.FAILED, "cannot write to standard output: No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--csv", "--json", "--top=1"})
  void aPredictionThatIsLostIsAFailure(String form) throws Exception {
    runTo("No space left on device", "predict", picture("a.png"), form)
        .assertRefused(Main.FAILED, "No space left on device");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoError() {
    Ran ran = runTo("Broken pipe", "summary", "resnet20");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(141);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u001b[2J', '\\u001b[2J'",
    "'a\u202etxt.exe', 'a\\u202etxt.exe'",
    "'\u009b31m', '\\u009b31m'",
    "'\u2066x\u2069', '\\u2066x\\u2069'",
    "'a\nb', 'a\\u000ab'",
    "'Grün 猫 \uD83D\uDC08', 'Grün 猫 \uD83D\uDC08'"
  })
  void whatATerminalWouldObeyIsShown(String text, String shown) {
    StringWriter out = new StringWriter();
    Output.answers(out).line(text);
    assertThat(out).hasToString(shown + System.lineSeparator());
  }

  @Test
  void textOfManyLinesKeepsThem() {
    StringWriter out = new StringWriter();
    Output.answers(out).println("a\tb\r\nc\rd\n");
    assertThat(out).hasToString("a\tb\r\nc\\u000dd\n" + System.lineSeparator());
  }

  @Test
  void namesOfFilesAndClassesAreShownToPeopleAndKeptForPrograms() throws Exception {
    String file = picture("sky" + RED + ".png");
    Path names = folder.resolve("names.txt");
    String label = RED + "sky";
    Files.write(
        names, List.of(label, label, label, label, label, label, label, label, label, label));
    String flag = "--class-names=" + names;
    Ran people = run("predict", file, flag);
    assertThat(people.code()).as(people.err()).isZero();
    assertThat(people.out())
        .contains("sky\\u001b[31m.png", "\\u001b[31msky")
        .doesNotContain("\u001b");
    assertThat(run("predict", file, flag, "--csv").out()).contains(file, label);
    JsonNode object = run("predict", file, flag, "--json").onlyObject();
    assertThat(object.get("predictions").get(0).get("file").asText()).isEqualTo(file);
    assertThat(object.get("predictions").get(0).get("label").asText()).isEqualTo(label);
    run("predict", folder.resolve("none" + RED).toString())
        .assertErrors("none\\u001b[31m: no such file");
    run("sum" + RED).assertRefused(Main.WRONG, "sum\\u001b[31m");
  }

  @Test
  void jsonKeepsTextsThatTerminalsMustNotSee() throws Exception {
    String turned = "a\u202eb\u009bc";
    StringWriter out = new StringWriter();
    Output.answers(out).println("{\"text\":\"" + turned + "\"}");
    assertThat(out.toString()).doesNotContain("\u202e", "\u009b");
    JsonNode read = new Ran(0, out.toString(), "").onlyObject();
    assertThat(read.get("text").asText()).isEqualTo(turned);
  }
}
