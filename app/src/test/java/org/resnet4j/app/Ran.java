package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;

/** The exit code and the output of a command. */
public record Ran(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(words, out, err);
    return new Ran(code, out.toString(), err.toString());
  }

  /** Checks that the output is a single error line that contains these parts. */
  public void assertRefused(int wanted, String... parts) {
    assertThat(err).startsWith("resnet: ").contains(parts);
    assertThat(err.lines()).hasSize(1);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(wanted);
  }

  /** Checks that the errors contain these parts. */
  public void assertErrors(String... parts) {
    assertThat(err).contains(parts);
  }

  /** Checks that the last line is an error that contains these parts. */
  void assertRefusedLast(int wanted, String... parts) {
    String last = err.lines().reduce("", (before, line) -> line);
    assertThat(last).startsWith("resnet: ").contains(parts);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(wanted);
  }

  /**
   * The JSON object on standard output of a successful command; checks that nothing else is there.
   */
  public JsonNode onlyObject() throws IOException {
    assertThat(code).as(err).isZero();
    return object();
  }

  /** The JSON object on standard output; checks that nothing else is there. */
  JsonNode object() throws IOException {
    try (JsonParser parser = JsonMapper.builder().build().createParser(out)) {
      JsonNode node = parser.readValueAsTree();
      assertThat(node.isObject()).isTrue();
      assertThat(parser.nextToken()).as("nothing after the object").isNull();
      assertThat(out.lines()).hasSize(1);
      return node;
    }
  }
}
