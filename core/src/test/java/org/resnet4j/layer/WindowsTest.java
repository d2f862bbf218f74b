package org.resnet4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where windows lie. The numbers are PyTorch's, of {@code max_pool2d} and adaptive pooling. */
class WindowsTest {
  @ParameterizedTest
  @CsvSource({
    "2, 2, 0, false, 1 2 2 3 3 4 4 5 5",
    "2, 2, 0, true, 2 2 3 3 4 4 5 5 6",
    "3, 2, 0, false, 1 1 2 2 3 3 4 4 5",
    "3, 2, 0, true, 1 2 2 3 3 4 4 5 5",
    "3, 2, 1, false, 2 2 3 3 4 4 5 5 6",
    "3, 2, 1, true, 2 3 3 4 4 5 5 6 6",
    "2, 2, 1, false, 2 3 3 4 4 5 5 6 6",
    "2, 2, 1, true, 2 3 3 4 4 5 5 6 6",
    "3, 3, 1, false, 1 2 2 2 3 3 3 4 4",
    "3, 3, 1, true, 2 2 2 3 3 3 4 4 4",
    "2, 3, 0, false, 1 1 2 2 2 3 3 3 4",
    "2, 3, 0, true, 1 2 2 2 3 3 3 4 4",
    "3, 1, 1, false, 3 4 5 6 7 8 9 10 11",
    "3, 1, 1, true, 3 4 5 6 7 8 9 10 11",
    "4, 3, 2, false, 2 2 2 3 3 3 4 4 4",
    "4, 3, 2, true, 2 2 3 3 3 4 4 4 5",
    "2, 1, 0, false, 2 3 4 5 6 7 8 9 10",
    "3, 4, 0, false, 1 1 1 1 2 2 2 2 3",
    "3, 4, 0, true, 1 1 2 2 2 2 3 3 3"
  })
  void maxPoolingOfThreeToElevenPixels(
      int kernel, int stride, int padding, boolean ceil, String sizes) {
    Pool pool = Pool.max(kernel, stride, padding, ceil);
    List<String> ours = new ArrayList<>();
    for (int size = 3; size < 12; size++) {
      ours.add(String.valueOf(pool.outputSize(size)));
    }
    assertThat(String.join(" ", ours)).isEqualTo(sizes);
  }

  @Test
  void cellsOfAdaptivePoolingMayOverlapAndDiffer() {
    assertThat(new AvgPool(3).shares(6))
        .containsExactly(
            0.5f, 0.5f, 0, 0, 0, 0, //
            0, 0, 0.5f, 0.5f, 0, 0, //
            0, 0, 0, 0, 0.5f, 0.5f);
    float third = 1 / 3f;
    assertThat(new AvgPool(3).shares(7))
        .containsExactly(
            third, third, third, 0, 0, 0, 0, //
            0, 0, third, third, third, 0, 0, //
            0, 0, 0, 0, third, third, third);
    assertThat(new AvgPool(6).shares(4))
        .containsExactly(
            1, 0, 0, 0, //
            0.5f, 0.5f, 0, 0, //
            0, 1, 0, 0, //
            0, 0, 1, 0, //
            0, 0, 0.5f, 0.5f, //
            0, 0, 0, 1);
    assertThat(new AvgPool(2).shares(1)).containsExactly(1, 1);
  }

  @Test
  void theShorterSideIsScaledAndTheOtherFollows() {
    assertThat(new Shape(3, 28, 28).scaled(20)).isEqualTo(new Shape(3, 20, 20));
    assertThat(new Shape(3, 100, 151).scaled(50)).isEqualTo(new Shape(3, 50, 75));
    assertThat(new Shape(1, 151, 100).scaled(50)).isEqualTo(new Shape(1, 75, 50));
    assertThat(new Shape(1, 5, 7).scaled(10)).isEqualTo(new Shape(1, 10, 14));
  }

  /** As in PyTorch: "Expected more than 1 value per channel when training". */
  @Test
  void oneValueHasNoStatisticsAndTwoHave() {
    BatchNorm norm = new BatchNorm("bn", 4);
    norm.requireStatistics(2);
    assertThatThrownBy(() -> norm.requireStatistics(1))
        .hasMessageContaining("bn expects more than 1");
  }

  @Test
  void whatIsBarelyPossibleIsAccepted() {
    assertThat(new Conv("c", 1, 1, 1, 1, 0, 1, false).outputSize(1)).isEqualTo(1);
    assertThat(new Dropout(0).rate()).isZero();
    assertThatThrownBy(() -> new Dropout(1)).hasMessageContaining("[0, 1)");
    Subsample same = new Subsample(4, 4, 1);
    assertThat(same.before()).isZero();
    assertThat(same.after()).isZero();
    for (int[] wrong : new int[][] {{0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}}) {
      assertThatThrownBy(() -> new Conv("c", wrong[0], wrong[1], wrong[2], wrong[3], 0, 1, false))
          .hasMessageContaining("positive");
    }
    assertThatThrownBy(() -> new Conv("c", 1, 1, 1, 1, -1, 1, false))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> new Conv("c", 1, 1, 1, 1, 0, 0, false))
        .hasMessageContaining("positive");
  }

  /** What is not among the children is not walked, and so neither initialised nor trained. */
  @Test
  void everyPartOfALayerIsAChild() {
    Conv a = new Conv("a", 1, 1, 1, 1, 0, 1, true);
    Conv b = new Conv("b", 1, 1, 1, 1, 0, 1, true);
    Conv c = new Conv("c", 1, 1, 1, 1, 0, 1, true);
    assertThat(new Gated(a, b, c, true).children()).containsExactly(a, b, c);
    assertThat(new Auxiliary(a, 0.3).children()).containsExactly(a);
    assertThat(new Residual(a, b).children()).containsExactly(a, b);
    assertThat(new Concat(List.of(a, b, c)).children()).containsExactly(a, b, c);
    assertThat(new Gated(a, b, c, true).allParameters()).hasSize(6);
  }
}
