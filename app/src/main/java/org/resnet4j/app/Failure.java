package org.resnet4j.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.resnet4j.app.terminal.Output;

/**
 * The error message and exit code for an exception.
 *
 * @param line the message, or an empty text where none is needed
 * @param code the exit code
 */
record Failure(String line, int code) {
  /** The code that a shell reports for a program killed by SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  static Failure of(Throwable e) {
    if (e instanceof Output.Lost lost) {
      return lost.isClosedPipe()
          ? new Failure("", CLOSED_PIPE)
          : failed("cannot write to standard output: " + lost.reason());
    }
    Throwable cause = e.getCause();
    if (cause != null && isWrapper(e)) {
      return of(cause);
    }
    if (cause != null && e instanceof ExceptionInInitializerError) {
      return failed(of(cause).line());
    }
    if (isOutOfFiles(e)) {
      return failed("too many open files: raise the limit of this process (ulimit -n)");
    }
    if (e instanceof Error error) {
      return failed(message(error));
    }
    if (isMistake(e)) {
      return failed(internal(e));
    }
    boolean wrong =
        e instanceof IllegalArgumentException
            || e instanceof FileAlreadyExistsException
            || e instanceof NoSuchFileException;
    return new Failure(oneLine(message((Exception) e)), wrong ? Main.WRONG : Main.FAILED);
  }

  /** Joins the lines of a text into one. */
  static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /** The first line of an error; libtorch appends native stack frames. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static Failure failed(String line) {
    return new Failure(oneLine(line), Main.FAILED);
  }

  /** Whether an exception only wraps another one. */
  private static boolean isWrapper(Throwable e) {
    return e instanceof CompletionException
        || e instanceof ExecutionException
        || (e instanceof UncheckedIOException
            && e.getMessage() != null
            && e.getMessage().equals(String.valueOf(e.getCause())));
  }

  private static boolean isOutOfFiles(Throwable e) {
    return (e instanceof IOException || e instanceof LinkageError)
        && String.valueOf(e.getMessage()).contains("Too many open files");
  }

  /** Whether an exception can only come from a bug. */
  private static boolean isMistake(Throwable e) {
    return e instanceof RuntimeException
        && e.getClass() != RuntimeException.class // libtorch throws these, among others.
        && e.getClass().getPackageName().startsWith("java.")
        && !(e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof UncheckedIOException);
  }

  private static String message(Error e) {
    if (e instanceof OutOfMemoryError) {
      return "out of memory ("
          + e.getMessage()
          + "): try a smaller --batch-size, or a larger heap with RESNET4J_JAVA_ARGS=-Xmx8g";
    }
    if (e instanceof UnsatisfiedLinkError) {
      return "cannot load a native library: " + e.getMessage();
    }
    if (e instanceof VerifyError && String.valueOf(e.getMessage()).contains("link verifier")) {
      return "Java cannot open one of its libraries ("
          + e.getMessage()
          + "): the limit of open files may be too low (ulimit -n)";
    }
    if (e instanceof LinkageError) {
      return "the classes of this build are inconsistent ("
          + e
          + "): rebuild it with 'mvn -DskipTests package'";
    }
    return internal(e);
  }

  private static String internal(Throwable e) {
    return "internal error: " + e + "; please report it with the output of --debug";
  }

  private static String message(Exception e) {
    if (e instanceof AccessDeniedException denied) {
      return "no permission to read or write " + denied.getFile();
    }
    if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
      return missing.getFile() + " does not exist and cannot be created";
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + (file.getReason() == null ? file : file.getReason());
    }
    return e.getMessage() == null
        ? e.toString()
        : e instanceof RuntimeException ? firstLine(e.getMessage()) : e.getMessage();
  }
}
