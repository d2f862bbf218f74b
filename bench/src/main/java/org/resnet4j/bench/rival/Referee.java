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
      throw wrong(flag + " must be at least 1, not " + value);
    }
  }

  /** Refuses a file that cannot be made; null is no file. */
  public void requireFolderFor(String flag, @Nullable Path file) {
    if (file != null && !Results.hasFolder(file)) {
      throw wrong(flag + ": there is no folder for " + file);
    }
  }

  /** Says how far the work is. */
  public void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** Says what came out. */
  public void table(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
