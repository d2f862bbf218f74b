package org.resnet4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.resnet4j.layer.Shape;

/**
 * Images and labels in native memory, which a tensor can wrap without copying. It belongs to its
 * {@link Loader} and is valid until the next call of {@link Loader#next} or {@link Loader#close}:
 * then the memory holds other images.
 */
public final class Batch {
  private final Shape shape;
  private final FloatBuffer pixels;
  private final LongBuffer labels;
  private int size;

  Batch(int capacity, Shape shape) {
    this.shape = shape;
    int values = Math.toIntExact(Math.multiplyExact(capacity, shape.size()) * Float.BYTES);
    pixels = direct(values).asFloatBuffer();
    labels = direct(Math.multiplyExact(capacity, Long.BYTES)).asLongBuffer();
    resize(capacity);
  }

  private Batch(Shape shape, FloatBuffer pixels, LongBuffer labels) {
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
    this.size = labels.capacity();
  }

  /**
   * One of several parts of nearly equal size, a view of this batch's memory and valid as long.
   *
   * @param index from 0 to {@code parts - 1}
   * @param parts at most {@link #size}
   */
  public Batch part(int index, int parts) {
    int from = Math.toIntExact((long) size * index / parts);
    int to = Math.toIntExact((long) size * (index + 1) / parts);
    int values = Math.toIntExact(shape.size());
    return new Batch(
        shape, pixels.slice(from * values, (to - from) * values), labels.slice(from, to - from));
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  void resize(int images) {
    size = images;
    pixels.clear().limit(Math.toIntExact(images * shape.size()));
    labels.clear().limit(images);
  }

  int capacity() {
    return labels.capacity();
  }

  /** The number of images. */
  public int size() {
    return size;
  }

  /** The shape of one image. */
  public Shape shape() {
    return shape;
  }

  /**
   * Normalised pixels {@code [size, height, width, channels]}, direct and in native order, from
   * position 0 to its limit.
   */
  public FloatBuffer pixels() {
    return pixels;
  }

  /** The labels {@code [size]}, direct and in native order, from position 0 to its limit. */
  public LongBuffer labels() {
    return labels;
  }
}
