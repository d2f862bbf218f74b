package org.resnet4j.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.resnet4j.app.terminal.Output;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Entry point: turns command-line arguments into an exit code. Only this class exits the process.
 */
@Command(
    name = "resnet",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Train, study and use residual networks.",
    subcommands = {
      SummaryCommand.class,
      TrainCommand.class,
      StudyCommand.class,
      FinetuneCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      WeightsCommand.class,
      ExportCommand.class,
      QuantizeCommand.class,
      DataCommand.class,
      RecipeCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    footer = {
      "%nExamples:",
      "  resnet train                                 # ResNet-20 on the embedded images",
      "  resnet predict cat.jpg --weights resnet50-imagenet",
      "  resnet COMMAND --help"
    })
public final class Main {
  /** Exit code: the command failed while working. */
  public static final int FAILED = 1;

  /** Exit code: the request was wrong. */
  public static final int WRONG = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private Main() {}

  /** Runs a command and exits the process with its exit code. */
  public static void main(String[] words) {
    leaveCudaOut();
    System.exit(run(words, standard(FileDescriptor.out), standard(FileDescriptor.err)));
  }

  /**
   * Stops JavaCPP from searching every jar and the system for CUDA libraries, which takes a tenth
   * of the CPU time of a short command, unless the build has libtorch for GPUs. The library itself
   * does not do this: it would hide the GPU natives of other libraries in the process.
   */
  private static void leaveCudaOut() {
    String extension = "org.bytedeco.javacpp.platform.extension";
    boolean built =
        Stream.of("linux-x86_64-gpu", "windows-x86_64-gpu")
            .anyMatch(it -> Main.class.getResource("/org/bytedeco/pytorch/" + it + "/") != null);
    if (!built && System.getProperty(extension) == null) {
      System.setProperty(extension, "");
    }
  }

  private static Writer standard(FileDescriptor stream) {
    return new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8);
  }

  /** Runs a command; answers go to {@code answers}, everything else to {@code messages}. */
  public static int run(String[] words, Writer answers, Writer messages) {
    Output out = Output.answers(answers);
    Output err = Output.messages(messages);
    Main main = new Main();
    try {
      CommandLine line = main.commandLine(out, err);
      if (words.length == 0) {
        line.usage(out);
        return WRONG;
      }
      int code = line.execute(words);
      out.flush();
      return code;
    } catch (Throwable e) {
      return main.failed(e, err);
    } finally {
      err.flush();
    }
  }

  private CommandLine commandLine(Output out, Output err) {
    CommandLine line = new CommandLine(this);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    CommandForm.apply(line);
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.line("resnet: " + Refusal.of(e));
          return WRONG;
        });
    line.setExecutionExceptionHandler((e, command, result) -> failed(e, err));
    return line;
  }

  private int failed(Throwable e, Output err) {
    if (debug) {
      e.printStackTrace(err);
    }
    Failure failure = Failure.of(e);
    if (!failure.line().isEmpty()) {
      err.line("resnet: " + failure.line());
    }
    return failure.code();
  }

  /** The version of this build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"resnet " + (version == null ? "development build" : version)};
    }
  }
}
