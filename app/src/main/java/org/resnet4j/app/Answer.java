package org.resnet4j.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: a text for people, or with {@code --json} one JSON object. */
final class Answer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(names = "--json", description = "Print one JSON object on standard output, only that.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but the answer.")
  private boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Prints the final answer in the form that was asked for. */
  void give(Object forPrograms, Supplier<String> forPeople) {
    try {
      out().println(json ? JSON.writeValueAsString(forPrograms) : forPeople.get().stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of plain values is always JSON", e);
    }
  }

  /** Tells people how it goes: on standard output, or on standard error beside JSON. */
  void say(String line) {
    if (!quiet) {
      (json ? spec.commandLine().getErr() : out()).println(line);
    }
  }

  /** Prints a part of an answer for people. */
  void line(String text) {
    out().println(text);
  }

  /** Whether programs read the answer. */
  boolean isJson() {
    return json;
  }

  /** Tells people something beside an answer that is data: on standard error. */
  void note(String line) {
    if (!quiet) {
      spec.commandLine().getErr().println(line);
    }
  }

  /** Tells people what went wrong while the work goes on, on standard error. */
  void warn(String line) {
    spec.commandLine().getErr().println("resnet: " + line);
  }

  /** The columns of the terminal at which a person wants to see progress, or 0 if there is none. */
  int columns() {
    return quiet || json ? 0 : Integer.getInteger("resnet4j.columns", 0);
  }

  /** The words that were typed, so that a record of the work can repeat them. */
  List<String> commandLine() {
    List<String> words = new ArrayList<>(List.of("./resnet"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
