package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
  @TempDir Path folder;

  @Test
  void aFileOrALinkToOneIsAccepted() throws IOException {
    Path file = Files.createFile(folder.resolve("a"));
    RegularFile.require(file, "a picture");
    RegularFile.require(Files.createSymbolicLink(folder.resolve("link"), file), "a picture");
  }

  @Test
  void whatIsNoFileIsNamed() throws IOException {
    refused(folder, folder + ": expected a picture, got a folder");
    Path absent = folder.resolve("absent");
    refused(absent, absent + ": there is no such file");
    Path link = Files.createSymbolicLink(folder.resolve("link"), absent);
    refused(link, link + ": it is a broken link");
  }

  @Test
  void aDeviceIsNotOpened() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    refused(device, "/dev/null: expected a picture, got a pipe or a device");
  }

  private static void refused(Path path, String message) {
    assertThatThrownBy(() -> RegularFile.require(path, "a picture"))
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }
}
