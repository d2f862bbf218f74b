package org.resnet4j.bench.inference;

/** The numbers in which a contestant computes. */
enum Numbers {
  FP32("fp32", 1e-3),
  BF16("bf16", 5e-2),
  /** Random weights have a wider spread than trained ones, so int8 is less precise for them. */
  INT8("int8", 0.25);

  private final String key;
  private final double tolerance;

  Numbers(String key, double tolerance) {
    this.key = key;
    this.tolerance = tolerance;
  }

  /** The name in JSON, and of its peak. */
  String key() {
    return key;
  }

  /** The accepted difference of logits from the reference, as a fraction of the largest. */
  double tolerance() {
    return tolerance;
  }
}
