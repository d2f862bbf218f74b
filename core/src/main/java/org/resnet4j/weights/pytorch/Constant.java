package org.resnet4j.weights.pytorch;

/** Constant values of a pickle. */
enum Constant {
  /** Python's None. */
  NONE,
  /** The mark below the items of a list on the stack. */
  MARK
}
