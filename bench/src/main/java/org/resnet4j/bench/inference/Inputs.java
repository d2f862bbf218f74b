package org.resnet4j.bench.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.resnet4j.layer.Shape;

/**
 * The same images for every rival: normally distributed noise, of which image {@code i} is the same
 * in batches of every size.
 */
record Inputs(Shape image) {
  /** The first n images as {@code [n, c, h, w]}, in a direct buffer. */
  FloatBuffer planes(int n) {
    FloatBuffer planes = buffer(n);
    for (int i = 0; i < n; i++) {
      Random random = new Random(i);
      for (int j = 0; j < image.size(); j++) {
        planes.put((float) random.nextGaussian());
      }
    }
    return planes.flip();
  }

  /** The same images as {@code [n, h, w, c]}, in a direct buffer. */
  FloatBuffer pixels(int n) {
    FloatBuffer planes = planes(n);
    FloatBuffer pixels = buffer(n);
    int area = image.height() * image.width();
    for (int i = 0; i < pixels.capacity(); i++) {
      int channel = i % image.channels();
      int pixel = i / image.channels() % area;
      int first = i / (image.channels() * area) * image.channels();
      pixels.put(planes.get((first + channel) * area + pixel));
    }
    return pixels.flip();
  }

  private FloatBuffer buffer(int n) {
    int bytes = Math.toIntExact(n * image.size() * Float.BYTES);
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
