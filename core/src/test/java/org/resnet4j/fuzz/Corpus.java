package org.resnet4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs of a target that are kept: small valid files, and what fuzzing found: the way to each
 * part of the code, and what once went wrong.
 */
final class Corpus {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private Corpus() {}

  /** All of them. */
  static List<Path> of(Target target) {
    return Stream.concat(valid(target).stream(), files(folder(target).resolve("found"))).toList();
  }

  /** The valid files; pictures that other tests read are among them. */
  static List<Path> valid(Target target) {
    Path pictures = RESOURCES.resolve("org/resnet4j/image/decode/pictures");
    return Stream.concat(
            files(folder(target)),
            files(pictures).filter(file -> isOf(file.getFileName().toString(), target.folder())))
        .sorted()
        .toList();
  }

  private static Path folder(Target target) {
    return RESOURCES.resolve("fuzz").resolve(target.folder());
  }

  private static boolean isOf(String name, String kind) {
    return name.startsWith(kind + "-") && name.endsWith("." + kind);
  }

  private static Stream<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
