package org.resnet4j.compiled.onednn;

import org.bytedeco.dnnl.memory;

/** What a primitive reads or writes. */
public sealed interface Argument {
  /** The type, the size and the order of its numbers. */
  memory.desc description();

  /** Memory that is the same in all runs. */
  record Constant(memory place) implements Argument {
    @Override
    public memory.desc description() {
      return place.get_desc();
    }
  }

  /**
   * A value of a run, in the memory that the run uses.
   *
   * @param id which no other value of the routine has
   */
  record Variable(int id, memory.desc description) implements Argument {}

  /** A value that the caller of a run owns, and gives or takes under a name. */
  record Outside(String name, memory.desc description) implements Argument {}

  /** Memory that is free before and after the primitive. */
  record Scratch(memory.desc description) implements Argument {}
}
