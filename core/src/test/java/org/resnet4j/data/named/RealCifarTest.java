package org.resnet4j.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Shared;
import org.resnet4j.data.Split;

/** The complete CIFAR-10, where it is present. */
class RealCifarTest {
  @TempDir Path folder;

  private Path packed() {
    return Shared.folder("cifar10").orElse(null);
  }

  @Test
  void isReadAndMeasured() throws Exception {
    Path packed = packed();
    assumeTrue(packed != null, "shared/data/cifar10 is not there");
    List<Process> running = new ArrayList<>();
    for (String file : Cifar.CIFAR10.train()) {
      running.add(unpack(packed.resolve(file + ".xz")));
    }
    running.add(unpack(packed.resolve("test_batch.bin.xz")));
    for (Process xz : running) {
      assertThat(xz.waitFor()).isZero();
    }
    Split split = DataSets.standard().open("cifar10", folder);
    assertThat(split.train().size()).isEqualTo(50_000);
    assertThat(split.test().size()).isEqualTo(10_000);
    assertThat(split.train().classes().get(9)).isEqualTo("truck");
    // The mean in common use, and the std over all pixels.
    Normalisation found = Normalisation.of(split.train());
    assertThat(found.mean()).isEqualTo(List.of(0.4914, 0.4822, 0.4465));
    assertThat(found.std()).isEqualTo(List.of(0.2470, 0.2435, 0.2616));
    assertThat(split.limit(1_000, 100).train().size()).isEqualTo(1_000);
  }

  private Process unpack(Path file) {
    Path to = folder.resolve(file.getFileName().toString().replace(".xz", ""));
    try {
      return new ProcessBuilder("xz", "-dc", file.toString()).redirectOutput(to.toFile()).start();
    } catch (IOException e) {
      return abort("the command xz is not there");
    }
  }

  @Test
  void saysHowToUnpackXz() {
    Path packed = packed();
    assumeTrue(packed != null, "shared/data/cifar10 is not there");
    assertThatThrownBy(() -> DataSets.standard().open("cifar10", packed))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data_batch_1.bin.xz", "xz -dk");
    assertThat(Files.exists(packed.resolve("data_batch_1.bin"))).isFalse();
  }
}
