package org.resnet4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * The order of the images of an epoch, a function of seed and epoch. Where each image can be read
 * by itself it is a permutation of all, uniformly random. Where images lie in runs, the runs are
 * permuted, and their images pass through a buffer that gives a random one for each that enters: so
 * runs are read one after another, and images of one run are spread over several times the buffer.
 */
final class Order {
  /** How many images the buffer holds: those of some 32 runs. */
  static final int BUFFER = 2_048;

  private Order() {}

  /** The given images of a data set in the order of an epoch. */
  static int[] of(Dataset data, int[] images, long seed, int epoch) {
    return images.length == 0 || data.run(images[0]) < 0
        ? permuted(images, seed, epoch)
        : buffered(byRuns(data, images, seed, epoch), seed, epoch);
  }

  private static int[] permuted(int[] images, long seed, int epoch) {
    int[] order = Randomness.permutation(images.length, seed, Purpose.ORDER, epoch);
    for (int i = 0; i < order.length; i++) {
      order[i] = images[order[i]];
    }
    return order;
  }

  /** The images, one permuted run after another. */
  private static int[] byRuns(Dataset data, int[] images, long seed, int epoch) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      if (i == 0 || data.run(images[i]) != data.run(images[i - 1])) {
        starts.add(i);
      }
    }
    int[] runs = Randomness.permutation(starts.size(), seed, Purpose.ORDER, epoch);
    int[] order = new int[images.length];
    int at = 0;
    for (int run : runs) {
      int from = starts.get(run);
      int to = run + 1 < starts.size() ? starts.get(run + 1) : images.length;
      System.arraycopy(images, from, order, at, to - from);
      at += to - from;
    }
    return order;
  }

  private static int[] buffered(int[] stream, long seed, int epoch) {
    int[] buffer = Arrays.copyOf(stream, Math.min(BUFFER, stream.length));
    int held = buffer.length;
    int next = held;
    int[] order = new int[stream.length];
    for (int i = 0; i < order.length; i++) {
      int drawn = Randomness.below(held, Randomness.bits(seed, Purpose.BUFFER, epoch, i));
      order[i] = buffer[drawn];
      buffer[drawn] = next < stream.length ? stream[next++] : buffer[--held];
    }
    return order;
  }
}
