package org.resnet4j.compiled.onednn;

import org.bytedeco.dnnl.memory;

/** An argument of a primitive, read or written. */
public sealed interface Argument {
  /** The type, the dimensions and the layout of its numbers. */
  memory.desc description();

  /** Memory that is the same in all runs. */
  record Constant(memory place) implements Argument {
    @Override
    public memory.desc description() {
      return place.get_desc();
    }
  }

  /**
   * A value in the memory of a run.
   *
   * @param id unique in the routine
   */
  record Variable(int id, memory.desc description) implements Argument {}

  /** A value in the caller's memory, passed under a name. */
  record Outside(String name, memory.desc description) implements Argument {}

  /** Scratch memory, used only while the primitive runs. */
  record Scratch(memory.desc description) implements Argument {}
}
