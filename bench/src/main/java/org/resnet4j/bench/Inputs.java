package org.resnet4j.bench;

import java.util.Random;

/**
 * The same images and labels for every rival, random but fixed: the time of a step does not depend
 * on what the images show.
 *
 * @param pixels {@code [batch, 3, 32, 32]}, normal
 * @param labels {@code [batch]}, 0 to 9
 */
record Inputs(float[] pixels, long[] labels) {
  static final int CHANNELS = 3;
  static final int SIZE = 32;
  static final int CLASSES = 10;

  static Inputs of(int batch) {
    Random random = new Random(1);
    float[] pixels = new float[batch * CHANNELS * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return new Inputs(pixels, random.longs(batch, 0, CLASSES).toArray());
  }
}
