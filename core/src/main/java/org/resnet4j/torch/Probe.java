package org.resnet4j.torch;

/** Receives the activations of a network, in the order of computation. */
@FunctionalInterface
public interface Probe {
  /** The origin of a value. */
  enum Kind {
    /** The output of a convolution, under its name. */
    CONVOLUTION,
    /** The output of a normalisation, under its name. */
    NORMALISATION,
    /** The output of a residual block's branch, F(x), under the block's name. */
    BRANCH,
    /** The output of a residual block's shortcut, under the block's name. */
    SHORTCUT,
    /** Their sum, under the block's name. */
    SUM,
    /** The output of a named place: a block or a stage. */
    PLACE,
    /** The logits, {@code [n, classes]}; the name is empty. */
    LOGITS
  }

  /**
   * Receives a value.
   *
   * @param values {@code [n, c, h, w]}, contiguous per image
   */
  void see(String name, Kind kind, float[] values);
}
