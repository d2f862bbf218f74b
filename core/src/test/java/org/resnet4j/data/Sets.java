package org.resnet4j.data;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.resnet4j.layer.Shape;

/** Small data sets for tests. */
public final class Sets {
  private Sets() {}

  /** Random pixels; labels go round. */
  static Dataset random(int size, Shape shape, int classes) {
    byte[] pixels = new byte[Math.toIntExact(size * shape.size())];
    new Random(size).nextBytes(pixels);
    byte[] labels = new byte[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (byte) (i % classes);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    return new MemoryDataset("random", names, shape, pixels, labels);
  }

  /**
   * A batch as a loader would give it.
   *
   * @param share of each image's own label; the rest is that of the image before it
   */
  public static Batch batch(Shape shape, float[] pixels, long[] labels, double share) {
    Batch batch = new Batch(labels.length, shape);
    batch.pixels().put(0, pixels);
    for (int i = 0; i < labels.length; i++) {
      batch.put(i, i, (int) labels[i]);
    }
    if (share < 1) {
      batch.mixed(share);
    }
    return batch;
  }
}
