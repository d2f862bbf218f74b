package org.resnet4j.weights.pytorch;

/** Values of a pickle that are what they are. */
enum Constant {
  /** Python's None. */
  NONE,
  /** A thing that is allowed, of no use for weights, and therefore not made. */
  INERT,
  /** What the stack machine puts below the items of a list. */
  MARK
}
