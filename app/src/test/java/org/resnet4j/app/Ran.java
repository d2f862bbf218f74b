package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;

/** What a command did: its exit code and what it printed. */
public record Ran(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(words, out, err);
    return new Ran(code, out.toString(), err.toString());
  }

  /** Checks that nothing but one line of error came, with these parts. */
  public void assertRefused(int wanted, String... parts) {
    assertThat(err).startsWith("resnet: ").contains(parts);
    assertThat(err.lines()).hasSize(1);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(wanted);
  }

  /** Checks that errors came with these parts, whatever else. */
  public void assertErrors(String... parts) {
    assertThat(err).contains(parts);
  }

  /** Checks that an error with these parts ended what was under way. */
  void assertRefusedLast(int wanted, String... parts) {
    String last = err.lines().reduce("", (before, line) -> line);
    assertThat(last).startsWith("resnet: ").contains(parts);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(wanted);
  }

  /** The one JSON object that is all of the standard output of a command that succeeded. */
  public JsonNode onlyObject() throws IOException {
    assertThat(code).as(err).isZero();
    return object();
  }

  /** The one JSON object that is all of the standard output. */
  JsonNode object() throws IOException {
    try (JsonParser parser = JsonMapper.builder().build().createParser(out)) {
      JsonNode node = parser.readValueAsTree();
      assertThat(node.isObject()).isTrue();
      assertThat(parser.nextToken()).as("nothing behind the object").isNull();
      assertThat(out.lines()).hasSize(1);
      return node;
    }
  }
}
