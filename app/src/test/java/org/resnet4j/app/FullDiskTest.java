package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.torch.Torch;

/** Commands in a process that may write at most 100 KB to a file, which simulates a full disk. */
class FullDiskTest {
  private static final Path SHELL = Path.of("/bin/bash");

  @TempDir private Path folder;

  @BeforeAll
  static void needsAShell() {
    assumeTrue(Files.isExecutable(SHELL), "no " + SHELL + " to limit the size of files");
    Torch.setThreads(1); // The native libraries are unpacked now, without a limit.
  }

  private static Ran limited(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(SHELL.toString(), "-c", "ulimit -f 100; exec \"$@\"", "limited"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.resnet4j.app.Main"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), "", said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.safetensors", "a.pth", "a.onnx", "a.pt"})
  void anExportFailsInOneLineAndLeavesNothing(String name) throws Exception {
    Path file = folder.resolve("new/folder").resolve(name);
    limited("export", "--weights=resnet20-cifar10", "--to=" + file)
        .assertRefused(Main.FAILED, file.toString(), "File too large");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aRunKeepsItsLastCheckpointAndIsResumedWhenThereIsSpace() throws Exception {
    Path run = folder.resolve("run");
    String[] begin = {
      "train",
      "--model=cifar-resnet8",
      "--limit-train=192",
      "--limit-test=100",
      "--epochs=1",
      "--quiet",
      "--out=" + run
    };
    Ran ran = limited(begin);
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains(run.toString(), "File too large");
    try (Stream<Path> left = Files.list(run)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsOnly(".lock", "run.json");
    }
    assertThat(Ran.run("train", "--quiet", "--resume=" + run).code()).isZero();
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }
}
