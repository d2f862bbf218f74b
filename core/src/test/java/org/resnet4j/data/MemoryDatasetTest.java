package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

class MemoryDatasetTest extends DatasetContract {
  @Override
  public Dataset dataset() {
    return Sets.random(50, new Shape(3, 5, 4), 7);
  }

  @Test
  void imagesAreViewsAndNotCopies() {
    Dataset data = dataset();
    Image first = new Image();
    Image second = new Image();
    data.image(0, first);
    data.image(3, second);
    assertThat(second.pixels()).isSameAs(first.pixels());
    assertThat(second.offset()).isEqualTo(3 * 60);
  }

  @Test
  void labelsMustBeClasses() {
    assertThatThrownBy(
            () ->
                new MemoryDataset(
                    "mine", List.of("a", "b"), new Shape(1, 1, 1), new byte[2], new byte[] {1, 2}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("mine: expected labels of 0 to 1, got 2 for image 1");
  }
}
