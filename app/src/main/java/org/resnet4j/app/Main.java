package org.resnet4j.app;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.resnet4j.torch.Torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point: words of the command line to an exit code. Only this class ends the process. */
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
      DoctorCommand.class,
      HelpCommand.class
    })
public final class Main {
  /** Exit code: it failed while working. */
  static final int FAILED = 1;

  /** Exit code: the request was wrong. */
  static final int WRONG = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] words) {
    // JavaCPP warns that its OpenBLAS is a release older, which is known and works (see pom.xml).
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    searchNoCudaInVain();
    System.exit(run(words, writer(System.out), writer(System.err)));
  }

  /**
   * JavaCPP looks for the libraries of CUDA in every jar, each under some names, which is a tenth
   * of the processor's time of a short command. The library does not do this: it would hide the
   * natives for GPUs of other libraries in the same process.
   */
  private static void searchNoCudaInVain() {
    String extension = "org.bytedeco.javacpp.platform.extension";
    boolean built =
        Stream.of("linux-x86_64-gpu", "windows-x86_64-gpu")
            .anyMatch(it -> Main.class.getResource("/org/bytedeco/pytorch/" + it + "/") != null);
    if (!built && System.getProperty(extension) == null) {
      System.setProperty(extension, "");
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs a command; answers go to {@code out}, everything else to {@code err}. */
  static int run(String[] words, PrintWriter out, PrintWriter err) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.println("resnet: " + oneLine(String.valueOf(e.getMessage())) + suggestion(e));
          return WRONG;
        });
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          if (main.debug) {
            e.printStackTrace(err);
          }
          err.println("resnet: " + oneLine(message(e)));
          return e instanceof IllegalArgumentException
                  || e instanceof FileAlreadyExistsException
                  || e instanceof NoSuchFileException
              ? WRONG
              : FAILED;
        });
    if (words.length == 0) {
      line.usage(out);
      return WRONG;
    }
    try {
      return line.execute(words);
    } catch (ExceptionInInitializerError e) {
      // Of the class that loads libtorch, so nothing here may ask it for help.
      err.println("resnet: " + oneLine(String.valueOf(e.getException().getMessage())));
      return FAILED;
    } catch (OutOfMemoryError e) {
      err.println(
          "resnet: out of memory (" + oneLine(message(e)) + "): try a smaller --batch-size");
      return FAILED;
    }
  }

  private static String suggestion(CommandLine.ParameterException e) {
    return "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private static String message(Throwable e) {
    if (e instanceof AccessDeniedException denied) {
      return "no permission to write or read " + denied.getFile();
    }
    if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
      return missing.getFile() + " is not there and cannot be made";
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + (file.getReason() == null ? file : file.getReason());
    }
    return e.getMessage() == null
        ? e.toString()
        : e instanceof RuntimeException runtime ? Torch.firstLine(runtime) : e.getMessage();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
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
