package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second Java process with the class path of this one. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts a main class; its errors go where those of this process go. */
  public static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return of(options, main.getName(), List.of(arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What will start a main class. */
  public static ProcessBuilder of(List<String> options, String main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    words.addAll(arguments);
    return new ProcessBuilder(words);
  }
}
