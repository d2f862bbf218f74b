package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
