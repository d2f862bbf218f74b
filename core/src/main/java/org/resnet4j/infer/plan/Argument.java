package org.resnet4j.infer.plan;

import org.bytedeco.dnnl.memory;
import org.resnet4j.infer.graph.Value;

/** What a primitive reads or writes. */
sealed interface Argument {
  /** Weights, the same for all callers. */
  record Constant(memory weights) implements Argument {}

  /** A value of this caller's batch. */
  record Variable(Value value, memory.desc description) implements Argument {}

  /** Memory that is free before and after the primitive. */
  record Scratch(memory.desc description) implements Argument {}
}
