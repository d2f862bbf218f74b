package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TorchTest {
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
}
