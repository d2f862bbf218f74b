package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  @Test
  void oneHolderAtATime(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lock");
    Path sameFile = Files.createSymbolicLink(folder.resolve("way"), folder).resolve("lock");
    try (LockFile lock = LockFile.tryTake(file).orElseThrow()) {
      assertThat(LockFile.tryTake(file)).isEmpty();
      assertThat(LockFile.tryTake(sameFile)).as("by another path").isEmpty();
      try (LockFile other = LockFile.tryTake(folder.resolve("other")).orElseThrow()) {
        assertThat(other).isNotSameAs(lock);
      }
    }
    LockFile.tryTake(sameFile).orElseThrow().close();
  }

  @Test
  void whatCannotBeLockedIsNotHeld(@TempDir Path folder) throws Exception {
    Path file = Files.createDirectory(folder.resolve("lock"));
    assertThatThrownBy(() -> LockFile.tryTake(file)).isInstanceOf(IOException.class);
    Files.delete(file);
    LockFile.tryTake(file).orElseThrow().close();
  }
}
