package org.resnet4j.app.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The output of a command: text, or with {@code --json} one JSON object. */
public final class Answer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output, and nothing else there.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but the answer.")
  private boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Prints the final answer in the requested form. */
  public void give(Object forPrograms, Supplier<String> forPeople) {
    try {
      out().println(json ? JSON.writeValueAsString(forPrograms) : forPeople.get().stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected an answer that JSON can express", e);
    }
  }

  /** Prints progress on standard output, or with JSON on standard error. */
  public void say(String line) {
    if (!quiet) {
      (json ? err() : out()).line(line);
    }
  }

  /** Prints a line of a text answer. */
  public void line(String text) {
    out().line(text);
  }

  /** Prints a line of machine-readable output other than JSON, unescaped. */
  public void data(String text) {
    out().raw(text + "\n");
  }

  /** Whether the answer is JSON. */
  public boolean isJson() {
    return json;
  }

  /** Prints a note on standard error, where it does not mix with the answer. */
  public void note(String line) {
    if (!quiet) {
      err().line(line);
    }
  }

  /** Prints a warning on standard error while the work continues. */
  public void warn(String line) {
    err().line("resnet: " + line);
  }

  /** The terminal line for progress; it shows nothing without a terminal. */
  TerminalLine lastLine() {
    return new TerminalLine(quiet || json ? 0 : Integer.getInteger("resnet4j.columns", 0), err());
  }

  /** The command line as typed, for the record of a run. */
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
