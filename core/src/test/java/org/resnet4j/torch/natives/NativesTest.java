package org.resnet4j.torch.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.ChildJvm;
import org.resnet4j.weights.WeightFile;

class NativesTest {
  @TempDir Path temp;

  /** Ways into libtorch, each the first of a process of its own. */
  enum First {
    LIBTORCH {
      @Override
      void enter() {
        try (PointerScope scope = new PointerScope()) {
          torch.ones(new long[] {3}, Device.CPU.options(torch.ScalarType.Float)).sum();
        }
      }
    },
    ONEDNN {
      @Override
      void enter() {
        OneDnn.ENGINE.get_kind();
      }
    },
    CHECKPOINT {
      @Override
      void enter() throws IOException {
        WeightFile.read(resource("/weights/net.pth")).close();
      }
    },
    PREDICTOR {
      @Override
      void enter() throws IOException {
        try (Predictor predictor = Predictor.load("resnet20-cifar10")) {
          predictor.predict(resource("/org/resnet4j/image/decode/pictures/jpeg-exif-1.jpg"));
        }
      }
    };

    abstract void enter() throws IOException;

    private static Path resource(String name) {
      return Path.of(URI.create(NativesTest.class.getResource(name).toString()));
    }
  }

  /** A process that goes one way. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      First.valueOf(arguments[0]).enter();
      System.out.println(Torch.natives());
    }
  }

  @ParameterizedTest
  @EnumSource
  void javaCppUnpacksNothingAndWarnsOfNothing(First first) throws Exception {
    Path unused = temp.resolve("javacpp");
    Path errors = temp.resolve("errors");
    Process process =
        ChildJvm.of(
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + unused),
                Program.class.getName(),
                List.of(first.name()))
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out.strip()).isEqualTo(Torch.natives().toString());
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

  @Test
  void aSystemWithoutLibrariesIsToldWhatToAddOrThatThereAreNone() {
    ClassLoader empty = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> NativeFiles.of("linux-x86_64", empty))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the native libraries are missing: add org.resnet4j:resnet4j-natives-linux-x86_64 to"
                + " the class path");
    assertThatThrownBy(() -> NativeFiles.of("linux-arm64", NativesTest.class.getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "libtorch for Java does not exist for linux-arm64, only for linux-x86_64, macosx-arm64,"
                + " macosx-x86_64, windows-x86_64");
  }
}
