package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  private static final String REPORT = "; please report it with the output of --debug";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new IllegalArgumentException("no"), Main.WRONG, "no"),
        Arguments.of(new NoSuchFileException("x", null, "gone"), Main.WRONG, "x: gone"),
        Arguments.of(new IllegalStateException("no"), Main.FAILED, "no"),
        Arguments.of(new RuntimeException("a\nframe #0"), Main.FAILED, "a"),
        Arguments.of(new UncheckedIOException(new IOException("disk")), Main.FAILED, "disk"),
        Arguments.of(
            new UncheckedIOException("while unpacking", new IOException("disk")),
            Main.FAILED,
            "while unpacking"),
        Arguments.of(new CompletionException(new IllegalArgumentException("no")), Main.WRONG, "no"),
        Arguments.of(
            new FileSystemException("a.png", null, "Too many open files"),
            Main.FAILED,
            "too many open files: raise the limit of this process (ulimit -n)"),
        Arguments.of(
            new NullPointerException("x"),
            Main.FAILED,
            "internal error: java.lang.NullPointerException: x" + REPORT),
        Arguments.of(
            new CompletionException(new IndexOutOfBoundsException("9")),
            Main.FAILED,
            "internal error: java.lang.IndexOutOfBoundsException: 9" + REPORT),
        Arguments.of(
            new StackOverflowError(),
            Main.FAILED,
            "internal error: java.lang.StackOverflowError" + REPORT),
        Arguments.of(
            new AssertionError("x"),
            Main.FAILED,
            "internal error: java.lang.AssertionError: x" + REPORT),
        Arguments.of(
            new UnsatisfiedLinkError("libx.so: no such file"),
            Main.FAILED,
            "cannot load a native library: libx.so: no such file"),
        Arguments.of(
            new ExceptionInInitializerError(new UncheckedIOException("no room", new IOException())),
            Main.FAILED,
            "no room"),
        Arguments.of(
            new VerifyError("Could not link verifier"),
            Main.FAILED,
            "Java cannot open one of its libraries (Could not link verifier): the limit of open"
                + " files may be too low (ulimit -n)"),
        Arguments.of(
            new NoClassDefFoundError("a/B"),
            Main.FAILED,
            "the classes of this build are inconsistent (java.lang.NoClassDefFoundError: a/B):"
                + " rebuild it with 'mvn -DskipTests package'"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            Main.FAILED,
            "out of memory (Java heap space): try a smaller --batch-size, or a larger heap with"
                + " RESNET4J_JAVA_ARGS=-Xmx8g"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void peopleAreToldInOneLine(Throwable e, int code, String line) {
    assertThat(Failure.of(e)).isEqualTo(new Failure(line, code));
  }
}
