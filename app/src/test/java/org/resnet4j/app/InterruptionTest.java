package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals reach a run with a progress bar in a process of its own. */
class InterruptionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @EnabledOnOs(OS.LINUX)
  void aSignalSavesAndSaysHowToGoOn(String signal) throws Exception {
    Path run = folder.resolve("run");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                "env", // A shell's background jobs ignore Ctrl-C, and so would their children.
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dresnet4j.columns=100",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--model=cifar-resnet8",
                "--limit-train=192",
                "--limit-test=50",
                "--epochs=1000",
                "--out=" + run)
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("epoch 2")) {
        line = out.readLine();
      }
      new ProcessBuilder(List.of("kill", "-" + signal, String.valueOf(process.pid())))
          .start()
          .waitFor();
      assertThat(out.lines().collect(Collectors.joining("\n")))
          .as("beside %s", Files.readString(errors))
          .contains("stopped after step")
          .endsWith("go on with: resnet train --resume " + run);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(run.resolve("last.ckpt")).isNotEmptyFile();
      assertThat(errors).content().contains("training ", "img/s");
    } finally {
      process.destroyForcibly();
    }
  }
}
