package org.resnet4j.compiled.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.resnet4j.compiled.onednn.Buffers.Life;

class BuffersTest {
  @RepeatedTest(20)
  void noTwoValuesThatLiveAtOnceOverlap(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Life> lives = new ArrayList<>();
    for (int id = 0; id < 100; id++) {
      int first = random.nextInt(100);
      lives.add(new Life(id, first, first + random.nextInt(10), 1 + random.nextInt(1000)));
    }
    Buffers buffers = Buffers.of(lives);
    for (Life a : lives) {
      long from = buffers.offsets().get(a.id());
      assertThat(from % Buffers.ALIGNMENT).isZero();
      assertThat(from + a.bytes()).isLessThanOrEqualTo(buffers.bytes());
      for (Life b : lives) {
        long other = buffers.offsets().get(b.id());
        boolean together = a.first() <= b.last() && b.first() <= a.last();
        boolean overlap = from < other + b.bytes() && other < from + a.bytes();
        assertThat(a.id() != b.id() && together && overlap).as("%s, %s", a, b).isFalse();
      }
    }
  }

  @Test
  void valuesThatFollowEachOtherShareAPlace() {
    Buffers buffers =
        Buffers.of(List.of(new Life(0, 0, 1, 100), new Life(1, 1, 2, 64), new Life(2, 2, 3, 128)));
    assertThat(buffers.bytes()).isEqualTo(128 + 64);
    assertThat(buffers.offsets().get(2)).isEqualTo(buffers.offsets().get(0));
  }
}
