package org.resnet4j.weights.pytorch;

/** Values of a pickle that are what they are. */
enum Constant {
  /** Python's None. */
  NONE,
  /** What the stack machine puts below the items of a list. */
  MARK
}
