package org.resnet4j.app.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: a text for people, or with {@code --json} one JSON object. */
public final class Answer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(names = "--json", description = "Print one JSON object on standard output, only that.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but the answer.")
  private boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Prints the final answer in the form that was asked for. */
  public void give(Object forPrograms, Supplier<String> forPeople) {
    try {
      out().println(json ? JSON.writeValueAsString(forPrograms) : forPeople.get().stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of plain values is always JSON", e);
    }
  }

  /** Tells people how it goes: on standard output, or on standard error beside JSON. */
  public void say(String line) {
    if (!quiet) {
      (json ? err() : out()).line(line);
    }
  }

  /** Prints a line of an answer for people. */
  public void line(String text) {
    out().line(text);
  }

  /** Prints a line of an answer for programs that is not JSON, as it is. */
  public void data(String text) {
    out().raw(text + "\n");
  }

  /** Whether programs read the answer. */
  public boolean isJson() {
    return json;
  }

  /** Tells people something beside an answer that is data: on standard error. */
  public void note(String line) {
    if (!quiet) {
      err().line(line);
    }
  }

  /** Tells people what went wrong while the work goes on, on standard error. */
  public void warn(String line) {
    err().line("resnet: " + line);
  }

  /** Where a person wants to see progress, if anywhere. */
  TerminalLine lastLine() {
    return new TerminalLine(quiet || json ? 0 : Integer.getInteger("resnet4j.columns", 0), err());
  }

  /** The words that were typed, so that a record of the work can repeat them. */
  public List<String> commandLine() {
    List<String> words = new ArrayList<>(List.of("./resnet"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }

  private Output out() {
    return (Output) spec.commandLine().getOut();
  }

  private Output err() {
    return (Output) spec.commandLine().getErr();
  }
}
