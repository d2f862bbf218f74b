package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;

/** What every data set must do. An implementation's test extends it and names one. */
public abstract class DatasetContract {
  public abstract Dataset dataset();

  @Test
  void hasImagesClassesAndAName() {
    assertThat(dataset().size()).isPositive();
    assertThat(dataset().classes()).doesNotHaveDuplicates().hasSizeGreaterThan(1);
    assertThat(dataset().name()).isNotBlank();
  }

  @Test
  void everyLabelIsAClassAndEveryClassHasImages() {
    Dataset data = dataset();
    int[] labels = IntStream.range(0, data.size()).map(data::label).distinct().sorted().toArray();
    assertThat(labels).isEqualTo(IntStream.range(0, data.classes().size()).toArray());
  }

  @Test
  void everyImageHasTheShape() {
    Dataset data = dataset();
    Image image = new Image();
    for (int i = 0; i < data.size(); i++) {
      data.image(i, image);
      assertThat(image).hasToString(data.shape().toString());
    }
  }

  @Test
  void threadsReadTheSameImagesAsOneThread() {
    Dataset data = dataset();
    int count = Math.min(data.size(), 200);
    int[] alone = IntStream.range(0, count).map(i -> hash(data, i)).toArray();
    int[] together = IntStream.range(0, 4 * count).parallel().map(i -> hash(data, i / 4)).toArray();
    assertThat(together).isEqualTo(IntStream.range(0, 4 * count).map(i -> alone[i / 4]).toArray());
    assertThat(Arrays.stream(alone).distinct().count()).isGreaterThan(1);
  }

  private static int hash(Dataset data, int index) {
    Image image = new Image();
    data.image(index, image);
    int size = image.channels() * image.height() * image.width();
    return Arrays.hashCode(
        Arrays.copyOfRange(image.pixels(), image.offset(), image.offset() + size));
  }
}
