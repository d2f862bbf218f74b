package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.onednn.OneDnn;
import org.resnet4j.train.ChildJvm;

class NativesTest {
  @TempDir Path temp;

  /** What a program does that uses all libraries, in a process of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      try (PointerScope scope = new PointerScope()) {
        float sum = torch(Device.CPU);
        System.out.println(sum + " " + OneDnn.ENGINE.get_kind() + " " + Torch.natives());
      }
    }

    private static float torch(Device device) {
      return torch.ones(new long[] {3}, device.options(torch.ScalarType.Float)).sum().item_float();
    }
  }

  @Test
  void javaCppUnpacksNothingAndWarnsOfNothing() throws Exception {
    Path unused = temp.resolve("javacpp");
    Path errors = temp.resolve("errors");
    Process process =
        ChildJvm.of(
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + unused),
                Program.class.getName(),
                List.of())
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out.strip()).isEqualTo("3.0 cpu " + Torch.natives());
    assertThat(errors).isEmptyFile();
    try (Stream<Path> files = Files.walk(unused)) {
      assertThat(files.filter(file -> !file.equals(unused))).isEmpty();
    }
  }

  @Test
  void aProcessHasOneOpenMpAndAllLibrariesFromOneFolder() throws Exception {
    Torch.threads();
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      List<String> libraries =
          maps.map(line -> line.replaceFirst("^[^/]*", ""))
              .filter(
                  file -> file.matches(".*/lib(gomp|torch_cpu|openblas|dnnl|c10|jni[a-z]+)\\.so.*"))
              .filter(file -> !file.contains("onnxruntime"))
              .distinct()
              .toList();
      assertThat(libraries).hasSizeGreaterThan(6);
      assertThat(libraries).allMatch(file -> Path.of(file).getParent().equals(Torch.natives()));
    }
  }
}
