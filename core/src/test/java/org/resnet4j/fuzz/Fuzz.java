package org.resnet4j.fuzz;

import java.io.IOException;

/** What Jazzer calls: the target is named by {@code --target_args}. */
public final class Fuzz {
  private static Target target = Target.SAFETENSORS;

  private Fuzz() {}

  /** Called once. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Target.valueOf(arguments[0]);
  }

  /** Called with each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    target.feed(input);
  }
}
