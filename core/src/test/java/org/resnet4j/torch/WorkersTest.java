package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({"1, 2, 1, 1", "2, 2, 2, 1", "2, 1, 1, 2", "8, 2, 2, 4", "2, 8, 2, 1", "3, 2, 2, 1"})
  void threadsAreDividedAmongTheParts(int threads, int parts, int count, int each) {
    try (Workers workers = new Workers(Device.CPU, threads, parts)) {
      assumeTrue(threads == Torch.usable(threads), "the machine has fewer processors");
      assertThat(workers.count()).isEqualTo(count);
      assertThat(workers.run(count, i -> Torch.threads())).containsOnly(each);
      assertThat(Torch.threads()).isEqualTo(each);
    }
  }

  @Test
  void thereAreNoMoreThreadsThanProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    try (Workers workers = new Workers(Device.CPU, 100_000, 100_000)) {
      assertThat(workers.count()).isEqualTo(processors);
    }
    try (Workers workers = new Workers(Device.CPU, 100_000, 1)) {
      assertThat(workers.run(1, i -> Torch.threads())).containsOnly(processors);
    }
    Torch.setThreads(100_000);
    assertThat(Torch.threads()).isEqualTo(processors);
    assertThatThrownBy(() -> new Workers(Device.CPU, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 thread, got 0");
  }

  @Test
  void aGpuHasOneWorker() {
    try (Workers workers = new Workers(Device.CUDA, 2, 2)) {
      assertThat(workers.count()).isEqualTo(1);
    }
  }

  @Test
  void resultsComeInTheOrderOfTheParts() {
    try (Workers workers = new Workers(Device.CPU, 2, 2)) {
      assertThat(workers.run(7, i -> i * i)).isEqualTo(List.of(0, 1, 4, 9, 16, 25, 36));
    }
  }

  @Test
  void partsAreComputedAtOnceOnThreadsThatStay() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Workers workers = new Workers(Device.CPU, 2, 2)) {
      for (int repeat = 0; repeat < 5; repeat++) {
        CountDownLatch both = new CountDownLatch(2);
        assertThat(
                workers.run(
                    2,
                    i -> {
                      threads.add(Thread.currentThread());
                      both.countDown();
                      try {
                        return both.await(1, TimeUnit.MINUTES);
                      } catch (InterruptedException e) {
                        return false;
                      }
                    }))
            .containsOnly(true);
      }
    }
    assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
  }

  @Test
  void aFailureIsRethrownWhenAllPartsAreOver() {
    AtomicBoolean over = new AtomicBoolean();
    try (Workers workers = new Workers(Device.CPU, 2, 2)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      2,
                      i -> {
                        if (i == 0) {
                          throw new OutOfMemoryError("part 0 failed");
                        }
                        for (int k = 0; k < 1_000_000; k++) {
                          Thread.onSpinWait();
                        }
                        over.set(true);
                        return i;
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("part 0 failed");
      assertThat(over).isTrue();
      assertThat(workers.run(1, i -> "it works on")).containsExactly("it works on");
    }
  }
}
