package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.infer.Predictor;
import org.resnet4j.train.ChildJvm;

class DemoFilesTest {
  private static final String MISSING =
      "it ships in a separate jar: add org.resnet4j:resnet4j-demo to the class path";

  /** A process that asks for the data and the weights. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try {
        DataSets.standard().open("fashion-mnist-mini", null);
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
      try {
        Predictor.load("resnet20-cifar10");
      } catch (IOException | ResNetException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aProgramWithoutTheJarIsToldWhichToAdd() throws Exception {
    ProcessBuilder builder = ChildJvm.of(List.of(), Program.class.getName(), List.of());
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !isDemo(Path.of(entry)))
            .collect(Collectors.joining(java.io.File.pathSeparator));
    builder.command().set(builder.command().indexOf("-cp") + 1, without);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines())
        .containsExactly("fashion-mnist-mini: " + MISSING, "resnet20-cifar10: " + MISSING);
  }

  /** Its classes in a build of all modules, or its jar. */
  private static boolean isDemo(Path entry) {
    return entry.endsWith("demo/target/classes")
        || entry.getFileName().toString().startsWith("resnet4j-demo");
  }

  @Test
  void aLoaderWithoutTheFilesIsRefused() {
    assertThatThrownBy(
            () -> DemoFiles.open(ClassLoader.getPlatformClassLoader(), "resnet20.safetensors"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(MISSING);
  }
}
