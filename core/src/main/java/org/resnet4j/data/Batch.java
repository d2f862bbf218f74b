package org.resnet4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
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

  /** The labels of the images mixed in, and the index of each image in its data set. */
  private final LongBuffer partners;

  private final int[] indices;
  private double share = 1;
  private int size;

  Batch(int capacity, Shape shape) {
    this.shape = shape;
    int values = Math.toIntExact(Math.multiplyExact(capacity, shape.size()) * Float.BYTES);
    pixels = direct(values).asFloatBuffer();
    labels = direct(Math.multiplyExact(capacity, Long.BYTES)).asLongBuffer();
    partners = direct(Math.multiplyExact(capacity, Long.BYTES)).asLongBuffer();
    indices = new int[capacity];
    resize(capacity);
  }

  private Batch(Batch whole, int from, int to) {
    shape = whole.shape;
    int values = Math.toIntExact(shape.size());
    pixels = whole.pixels.slice(from * values, (to - from) * values);
    labels = whole.labels.slice(from, to - from);
    partners = whole.partners.slice(from, to - from);
    indices = Arrays.copyOfRange(whole.indices, from, to);
    share = whole.share;
    size = to - from;
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
    return new Batch(this, from, to);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  void resize(int images) {
    size = images;
    pixels.clear().limit(Math.toIntExact(images * shape.size()));
    labels.clear().limit(images);
    partners.clear().limit(images);
    share = 1;
  }

  /** Records which image of the data set is in a place. */
  void put(int place, int index, int label) {
    indices[place] = index;
    labels.put(place, label);
    partners.put(place, label);
  }

  /** Removes images: those in the given places stay, in that order. */
  void keep(int[] places) {
    if (places.length == size) {
      return;
    }
    int values = Math.toIntExact(shape.size());
    for (int i = 0; i < places.length; i++) {
      int from = places[i];
      pixels.put(i * values, pixels, from * values, values);
      put(i, indices[from], (int) labels.get(from));
    }
    resize(places.length);
  }

  /** Records that the images are mixed, each with the one in the place before it. */
  void mixed(double ownShare) {
    share = ownShare;
    for (int i = 0; i < size; i++) {
      partners.put(i, labels.get((i + size - 1) % size));
    }
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

  /** The labels of the images that were mixed in; the same where none was. Like {@link #labels}. */
  public LongBuffer partners() {
    return partners;
  }

  /** The share of each image's own label, 0 to 1; the rest is that of {@link #partners}. */
  public double share() {
    return share;
  }

  /** The index in the data set of the image in a place, 0 to {@link #size} - 1. */
  public int image(int place) {
    return indices[place];
  }
}
