package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @Test
  void replacesAFileAndLeavesNothingElse(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old and longer");
    AtomicFile.write(file, "new");
    assertThat(Files.readString(file)).isEqualTo("new");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void aReaderThatHoldsTheOldFileKeepsIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    try (var reader = Files.newBufferedReader(file)) {
      AtomicFile.write(file, "new");
      assertThat(reader.readLine()).as("renamed over, not written into").isEqualTo("old");
    }
  }

  @Test
  void afterAFailureNoTemporaryFileIsLeft(@TempDir Path folder) throws Exception {
    Path inTheWay = Files.createDirectory(folder.resolve("a.txt"));
    assertThatThrownBy(() -> AtomicFile.write(inTheWay, "x")).isInstanceOf(IOException.class);
    Path underAFile = Files.writeString(folder.resolve("b"), "x").resolve("c.txt");
    assertThatThrownBy(() -> AtomicFile.write(underAFile, "x")).isInstanceOf(IOException.class);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(2);
    }
  }

  @Test
  void ofManyWritersAtOnceEachWritesAWholeFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.txt");
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String content = String.valueOf((char) ('a' + i % 20)).repeat(100_000);
        running.add(
            writers.submit(
                () -> {
                  AtomicFile.write(file, content);
                  assertThat(Files.readString(file)).matches("(.)\\1{99999}");
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      writers.shutdown();
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void whatKilledProcessesLeftDoesNotPileUp(@TempDir Path folder) throws Exception {
    Path old = Files.createFile(folder.resolve(".resnet4j-0123456789abcdef.tmp"));
    Path young = Files.createFile(folder.resolve(".resnet4j-fedcba9876543210.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    AtomicFile.write(folder.resolve("a.txt"), "x");
    assertThat(old).doesNotExist();
    assertThat(young).as("somebody may be writing it").exists();
  }

  @Test
  void foldersThatWereMadeForAFileThatDidNotComeAreRemoved(@TempDir Path folder) throws Exception {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("new/inner/a.txt"),
                    channel -> {
                      throw new IOException("No space left on device");
                    }))
        .hasMessageContaining("a.txt")
        .hasMessageContaining("No space left");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).isEmpty();
    }
  }

  @Test
  void aFailedCheckNamesTheRequestedFileAndAnotherFaultItsOwn(@TempDir Path folder) {
    Path file = folder.resolve("model.onnx");
    assertThatThrownBy(
            () ->
                AtomicFile.writeBy(
                    file,
                    temporary -> {
                      throw new FormatException(temporary, "it is truncated");
                    }))
        .isInstanceOf(FormatException.class)
        .hasMessage(file + ": it is truncated");
    assertThatThrownBy(
            () ->
                AtomicFile.writeBy(
                    file,
                    temporary -> {
                      throw new FormatException("model.pth", "it is damaged");
                    }))
        .hasMessage("model.pth: it is damaged");
    assertThat(file).doesNotExist();
  }
}
