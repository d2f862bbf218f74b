package org.resnet4j.bench.training;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * The same images and labels for every rival, random but fixed: the time of a step does not depend
 * on what the images show.
 */
final class RandomImages implements Dataset {
  /** The standard deviation of numbers spread evenly over a byte. */
  private static final float DEVIATION = 256 / (float) Math.sqrt(12);

  private final Shape shape;
  private final int classes;
  private final byte[] bytes;
  private final long[] labels;

  RandomImages(Options options, int count) {
    shape = options.input();
    classes = options.classes();
    Random random = new Random(1);
    bytes = new byte[Math.toIntExact(count * shape.size())];
    random.nextBytes(bytes);
    labels = random.longs(count, 0, classes).toArray();
  }

  /** All images for libraries that want planes, {@code [n, c, h, w]}: mean 0, deviation 1. */
  float[] planes() {
    int channels = shape.channels();
    int area = shape.height() * shape.width();
    float[] planes = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int image = i / (channels * area);
      int pixel = i / channels % area;
      int channel = i % channels;
      planes[(image * channels + channel) * area + pixel] =
          ((bytes[i] & 0xFF) - 127.5f) / DEVIATION;
    }
    return planes;
  }

  /** All labels, {@code [n]}. */
  long[] labels() {
    return labels.clone();
  }

  @Override
  public String name() {
    return "random images";
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return (int) labels[index];
  }

  @Override
  public void image(int index, Image reuse) {
    reuse.view(
        bytes,
        index * Math.toIntExact(shape.size()),
        shape.channels(),
        shape.height(),
        shape.width());
  }
}
