package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

class SubsetTest extends DatasetContract {
  private static final Shape SHAPE = new Shape(1, 2, 2);

  @Override
  public Dataset dataset() {
    return Subset.evenly(Sets.random(100, SHAPE, 5), 33);
  }

  private static Dataset labelled(int... labels) {
    byte[] pixels = new byte[labels.length * 4];
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      Arrays.fill(pixels, 4 * i, 4 * i + 4, (byte) i);
      bytes[i] = (byte) labels[i];
    }
    return new MemoryDataset("made", List.of("a", "b", "c"), SHAPE, pixels, bytes);
  }

  private static List<Integer> kept(Dataset data) {
    Image image = new Image();
    return IntStream.range(0, data.size())
        .map(
            i -> {
              data.image(i, image);
              return image.value(0, 0, 0);
            })
        .boxed()
        .toList();
  }

  @Test
  void keepsTheFirstOfEachClassInFileOrder() {
    assertThat(kept(Subset.evenly(labelled(0, 0, 0, 1, 2, 1, 2, 0), 6)))
        .containsExactly(0, 1, 3, 4, 5, 6);
  }

  @Test
  void aRareClassLeavesItsShareToTheOthers() {
    assertThat(kept(Subset.evenly(labelled(0, 0, 0, 0, 1, 0, 2), 5)))
        .containsExactly(0, 1, 2, 4, 6);
  }

  @Test
  void aLimitOfTheSizeKeepsTheSetItself() {
    Dataset all = labelled(0, 1, 2);
    assertThat(Subset.evenly(all, 3)).isSameAs(all);
    assertThat(Subset.evenly(all, Integer.MAX_VALUE)).isSameAs(all);
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> Subset.evenly(labelled(0, 1, 2), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 1");
  }
}
