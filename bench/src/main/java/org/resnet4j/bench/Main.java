package org.resnet4j.bench;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.resnet4j.bench.inference.InferenceCommand;
import org.resnet4j.bench.pictures.PicturesCommand;
import org.resnet4j.bench.rival.RivalLoop;
import org.resnet4j.bench.startup.StartupCommand;
import org.resnet4j.bench.training.LossCommand;
import org.resnet4j.bench.training.TrainingCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of resnet-bench. Only this class and {@link RivalLoop} exit a process. */
@Command(
    name = "resnet-bench",
    mixinStandardHelpOptions = true,
    description = "Benchmark the same work against other libraries.",
    subcommands = {
      TrainingCommand.class,
      LossCommand.class,
      InferenceCommand.class,
      PicturesCommand.class,
      StartupCommand.class
    })
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG = 2;

  private Main() {}

  /** Runs a comparison and exits the process with its exit code. */
  public static void main(String[] words) {
    System.exit(run(words, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs a comparison; the table goes to {@code out}, everything else to {@code err}. */
  public static int run(String[] words, PrintWriter out, PrintWriter err) {
    CommandLine line =
        new CommandLine(new Main())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.println(oneLine(e) + "; see resnet-bench --help");
          return WRONG;
        });
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          err.println(oneLine(e));
          return FAILED;
        });
    if (words.length == 0) {
      line.usage(out);
      return WRONG;
    }
    return line.execute(words);
  }

  private static String oneLine(Exception e) {
    return "resnet-bench: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
