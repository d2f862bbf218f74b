package org.resnet4j.torch;

/** Is shown what flows through a network, value by value, in the order of computation. */
@FunctionalInterface
public interface Probe {
  /** Where a value comes from. */
  enum Kind {
    /** It leaves a convolution, and has its name. */
    CONVOLUTION,
    /** It leaves a normalisation, and has its name. */
    NORMALISATION,
    /** It leaves the branch of a residual block: F(x). It has the name of the block. */
    BRANCH,
    /** It leaves the shortcut of a residual block. It has the name of the block. */
    SHORTCUT,
    /** It is their sum. It has the name of the block. */
    SUM,
    /** It leaves a named place: a block or a stage. */
    PLACE,
    /** It is what the network answers, {@code [n, classes]}; its name is empty. */
    LOGITS
  }

  /**
   * Looks at a value.
   *
   * @param values {@code [n, c, h, w]}: those of an image stand together
   */
  void see(String name, Kind kind, float[] values);
}
