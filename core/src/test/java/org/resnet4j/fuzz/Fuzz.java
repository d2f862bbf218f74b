package org.resnet4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Jazzer calls: the target is named by {@code --target_args}. */
public final class Fuzz {
  private static Target target = Target.SAFETENSORS;

  private Fuzz() {}

  /** Called once. The corpus loads what the target needs, such as libtorch, at nobody's cost. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    target = Target.valueOf(arguments[0]);
    for (Path file : Corpus.of(target)) {
      target.feed(Files.readAllBytes(file));
    }
  }

  /** Called with each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    target.feed(input);
  }
}
