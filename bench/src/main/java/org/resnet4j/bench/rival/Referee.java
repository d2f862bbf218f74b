package org.resnet4j.bench.rival;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The voice of a comparison on the terminal: refusals, progress, and the table in the end. */
public final class Referee {
  private final CommandSpec spec;

  /** Speaks for a command. */
  public Referee(CommandSpec spec) {
    this.spec = spec;
  }

  /** A refusal of the command line. */
  public ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses numbers below 1. */
  public void requireAtLeastOne(String flag, int value) {
    if (value < 1) {
      throw wrong("expected " + flag + " of at least 1, got " + value);
    }
  }

  /** Refuses a file that cannot be made; null is no file. */
  public void requireFolderFor(String flag, @Nullable Path file) {
    if (file != null && !Results.hasFolder(file)) {
      throw wrong(flag + ": there is no folder for " + file);
    }
  }

  /** Reports progress. */
  public void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** Reports the results. */
  public void table(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
