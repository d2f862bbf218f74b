package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals stop a run with a progress bar, or an export, in a separate process. */
class InterruptionTest {
  @TempDir private Path folder;

  private static Process start(Path errors, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env", // A shell's background jobs ignore Ctrl-C, and so would their children.
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dresnet4j.columns=100",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  private static Process train(Path run, Path errors, int epochs) throws IOException {
    return start(
        errors,
        "train",
        "--model=cifar-resnet8",
        "--limit-train=192",
        "--limit-test=50",
        "--epochs=" + epochs,
        "--out=" + run);
  }

  /** Reads up to and including the line of an epoch. */
  private static void awaitEpoch(int epoch, BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith("epoch " + epoch)) {
      line = out.readLine();
    }
  }

  private static void send(String signal, Process process) throws Exception {
    new ProcessBuilder(List.of("kill", "-" + signal, String.valueOf(process.pid())))
        .start()
        .waitFor();
  }

  /** Waits until the process has said that it noticed the first signal. */
  private static void awaitAnswer(Process process, Path errors) throws Exception {
    while (process.isAlive() && !Files.readString(errors).contains("stopping once")) {
      Thread.sleep(2);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** The work left after the last epoch, mainly the page, is finished rather than interrupted. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aSignalAfterTheLastEpochLetsTheRunFinish() throws Exception {
    Path run = folder.resolve("run");
    Path errors = folder.resolve("errors");
    Process process = train(run, errors, 1);
    try (BufferedReader out = process.inputReader()) {
      awaitEpoch(1, out);
      send("INT", process);
      assertThat(out.lines().collect(Collectors.joining("\n")))
          .as("beside %s", Files.readString(errors))
          .contains("weights: ", "report: ");
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as("0 if it was done before").isIn(130, 0);
      assertThat(run.resolve("report.html")).content().contains("</html>");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @EnabledOnOs(OS.LINUX)
  void anExportThatIsBegunIsFinished(String signal) throws Exception {
    Path to = Files.createDirectory(folder.resolve("to"));
    Process process =
        start(
            folder.resolve("errors"),
            "export",
            "--weights=resnet20-cifar10",
            "--to=" + to.resolve("x.onnx"));
    try {
      while (names(to).isEmpty() && process.isAlive()) {
        Thread.sleep(2);
      }
      assertThat(names(to)).as("it is being written").hasSize(1);
      send(signal, process);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue())
          .as("0 if it was done before")
          .isIn(signal.equals("INT") ? 130 : 143, 0);
      assertThat(names(to)).containsExactly("x.onnx");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @EnabledOnOs(OS.LINUX)
  void aSignalSavesAndSaysHowToGoOn(String signal) throws Exception {
    Path run = folder.resolve("run");
    Path errors = folder.resolve("errors");
    Process process = train(run, errors, 1000);
    try (BufferedReader out = process.inputReader()) {
      awaitEpoch(2, out);
      send(signal, process);
      awaitAnswer(process, errors); // Java handles each signal in a thread of its own.
      send("TERM", process); // As timeout does, which ends its process and then the group.
      assertThat(out.lines().collect(Collectors.joining("\n")))
          .as("beside %s", Files.readString(errors))
          .contains("stopped after step")
          .endsWith("resume with: resnet train --resume " + run);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(run.resolve("last.ckpt")).isNotEmptyFile();
      assertThat(errors).content().contains("training ", "img/s");
    } finally {
      process.destroyForcibly();
    }
  }
}
