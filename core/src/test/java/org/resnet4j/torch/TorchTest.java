package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Catalog;

class TorchTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** At most 15 letters, as Linux keeps names of threads. */
  private static final String NAME = "shares-nothing";

  @Test
  void aThreadKeepsItsNumberWhateverOthersSetAfterwards() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      thread.submit(() -> Torch.setThreads(1)).get();
      Torch.setThreads(2);
      assertThat(thread.submit(Torch::threads).get()).isEqualTo(1);
      assertThat(Torch.threads()).isEqualTo(2);
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void aloneIsOneThreadAndThenAsManyAsBefore() {
    Torch.setThreads(2);
    assertThat(Torch.<Integer>alone(Torch::threads)).isEqualTo(1);
    assertThat(Torch.threads()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                Torch.alone(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(Torch.threads()).isEqualTo(2);
  }

  /** Threads of OpenMP have the name of the one that they help. */
  @Test
  void aThreadThatMakesNetworksKeepsNoHelpers() throws Exception {
    assumeTrue(Files.isDirectory(TASKS));
    ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, NAME));
    try {
      thread.submit(() -> Torch.setThreads(2)).get();
      thread
          .submit(
              () -> {
                try (Network network =
                        Network.create(
                            Catalog.standard().build("resnet18"),
                            Initialization.DEFAULT,
                            1,
                            Device.CPU,
                            Precision.FP32);
                    Network folded = Folding.of(network).network()) {
                  assertThat(folded.state().asMap()).isNotEmpty();
                }
              })
          .get();
      assertThat(names()).containsOnlyOnce(NAME);
      thread
          .submit(
              () -> {
                try (PointerScope scope = new PointerScope()) {
                  torch.zeros(1 << 20).add_(torch.ones(1 << 20));
                }
              })
          .get();
      assertThat(names()).filteredOn(NAME::equals).hasSize(2); // What is looked for can be seen.
    } finally {
      thread.shutdown();
    }
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.map(TorchTest::name).toList();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).trim();
    } catch (IOException e) {
      return ""; // It ended.
    }
  }
}
