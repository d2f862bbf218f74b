package org.resnet4j.arch;

/** The depth of a family: the number of layers with weights. */
final class Depth {
  private Depth() {}

  /**
   * The number of repetitions in a network of that depth.
   *
   * @param what the repeated unit, for the message
   * @param step the layers per repetition
   * @param others the number of other layers
   * @throws IllegalArgumentException if no whole number of repetitions gives that depth
   */
  static int repeats(String what, int step, int others, int depth) {
    int repeats = (depth - others) / step;
    if (repeats < 1 || depth != step * repeats + others) {
      int below = Math.max(1, repeats) * step + others;
      String nearest = depth < below ? String.valueOf(below) : below + " and " + (below + step);
      throw new IllegalArgumentException(
          what
              + " give depths of "
              + step
              + "n+"
              + others
              + ", not "
              + depth
              + "; the nearest: "
              + nearest);
    }
    return repeats;
  }
}
