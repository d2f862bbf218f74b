package org.resnet4j.arch;

/** The depth of a family: how many layers with weights its members have. */
final class Depth {
  private Depth() {}

  /**
   * How often something repeats in a network of that depth.
   *
   * @param what what gives layers, for the message
   * @param step how many layers one repetition adds
   * @param others how many layers there are besides
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
