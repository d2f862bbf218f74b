package org.resnet4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs of a target that are kept: small valid files, and what once went wrong. */
final class Corpus {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private Corpus() {}

  /** All of them; pictures that other tests read are among them. */
  static List<Path> of(Target target) {
    Path pictures = RESOURCES.resolve("org/resnet4j/image/pictures");
    return Stream.concat(
            files(RESOURCES.resolve("fuzz").resolve(target.folder())),
            files(pictures).filter(file -> isOf(file.getFileName().toString(), target.folder())))
        .sorted()
        .toList();
  }

  private static boolean isOf(String name, String kind) {
    return name.startsWith(kind + "-") && name.endsWith("." + kind);
  }

  private static Stream<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
