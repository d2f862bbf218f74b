package org.resnet4j.data;

import java.nio.FloatBuffer;
import org.resnet4j.data.augment.Mixing;

/** Mixes each image of a batch with the one before it, the first with the last, in place. */
final class Mixer {
  private Mixer() {}

  static void mix(Batch batch, Mixing.Drawn drawn) {
    int values = Math.toIntExact(batch.shape().size());
    float[] own = new float[values];
    float[] partner = new float[values];
    float[] last = new float[values];
    FloatBuffer pixels = batch.pixels();
    pixels.get((batch.size() - 1) * values, last);
    // From the end, so that each partner is still unmixed.
    for (int i = batch.size() - 1; i >= 0; i--) {
      pixels.get(i * values, own);
      if (i > 0) {
        pixels.get((i - 1) * values, partner);
      }
      float[] other = i > 0 ? partner : last;
      if (drawn.pastes()) {
        paste(own, other, drawn, batch);
      } else {
        add(own, other, (float) drawn.share());
      }
      pixels.put(i * values, own);
    }
    batch.mixed(drawn.share());
  }

  private static void add(float[] own, float[] other, float share) {
    float rest = 1 - share;
    for (int i = 0; i < own.length; i++) {
      own[i] = own[i] * share + other[i] * rest;
    }
  }

  private static void paste(float[] own, float[] other, Mixing.Drawn drawn, Batch batch) {
    int channels = batch.shape().channels();
    int row = batch.shape().width() * channels;
    for (int y = drawn.top(); y < drawn.top() + drawn.height(); y++) {
      int from = y * row + drawn.left() * channels;
      System.arraycopy(other, from, own, from, drawn.width() * channels);
    }
  }
}
