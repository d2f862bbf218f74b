package org.resnet4j.torch;

import java.nio.charset.StandardCharsets;
import org.resnet4j.layer.Parameter;

/** The rule by which {@code reference.py} fills tensors, bit for bit; it is written down there. */
public final class ReferenceFill {
  private ReferenceFill() {}

  /** The values of a parameter or running statistic, in row-major order. */
  public static float[] fill(Parameter parameter) {
    String name = parameter.name();
    int size = Math.toIntExact(parameter.size());
    return switch (parameter.role()) {
      case WEIGHT -> fill(name, size, 0, Math.sqrt(6.0 / parameter.fanIn()));
      case SCALE -> fill(name, size, 1, 0.2);
      case BIAS, SHIFT, MEAN -> fill(name, size, 0, 0.1);
      case VARIANCE -> fill(name, size, 1, 0.5);
      case BATCHES -> new float[size];
    };
  }

  /** The input of that name with {@code size} values and unit variance. */
  static float[] input(String name, int size) {
    return fill(name, size, 0, Math.sqrt(3));
  }

  /** The label of each of {@code images}. */
  static long[] labels(int images, int classes) {
    long[] labels = new long[images];
    for (int j = 0; j < images; j++) {
      labels[j] = (3L * j + 1) % classes;
    }
    return labels;
  }

  /** The values of a tensor of any name, from {@code offset - scale} to {@code offset + scale}. */
  public static float[] fill(String name, int size, double offset, double scale) {
    long seed = 0xCBF29CE484222325L; // FNV-1a
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      seed = (seed ^ (b & 0xFF)) * 0x100000001B3L;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      long z = seed + (i + 1) * 0x9E3779B97F4A7C15L; // splitmix64
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      values[i] = (float) (offset + scale * ((z >>> 40) * 0x1p-23 - 1));
    }
    return values;
  }
}
