package org.resnet4j.compiled.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sequence of kernels. Any number of threads may run it concurrently, each in its own {@link
 * Workspace}.
 *
 * @param buffers the offsets of its values
 * @param scratch bytes of the scratchpad that its kernels share, in addition to the values
 */
public record Routine(List<Kernel> kernels, Buffers buffers, long scratch) {
  /**
   * Plans the memory of kernels.
   *
   * @param given the values that exist before the first kernel
   * @param results the values that must still exist after the last
   */
  public static Routine of(List<Kernel> kernels, Set<Integer> given, Set<Integer> results) {
    Map<Integer, Buffers.Life> lives = new HashMap<>();
    long scratch = 0;
    for (int i = 0; i < kernels.size(); i++) {
      for (Argument argument : kernels.get(i).arguments().values()) {
        if (argument instanceof Argument.Variable variable) {
          int id = variable.id();
          Buffers.Life before = lives.get(id);
          int first = before != null ? before.first() : given.contains(id) ? 0 : i;
          int last = results.contains(id) ? kernels.size() : i;
          long bytes = variable.description().get_size();
          long most = before == null ? bytes : Math.max(before.bytes(), bytes);
          lives.put(id, new Buffers.Life(id, first, last, most));
        } else if (argument instanceof Argument.Scratch own) {
          scratch = Math.max(scratch, own.description().get_size());
        }
      }
    }
    return new Routine(List.copyOf(kernels), Buffers.of(new ArrayList<>(lives.values())), scratch);
  }

  /** The memory that a run needs. */
  public long bytes() {
    return buffers.bytes() + scratch;
  }

  long offset(int id) {
    Long offset = buffers.offsets().get(id);
    if (offset == null) {
      throw new IllegalArgumentException("unknown value of this routine: " + id);
    }
    return offset;
  }
}
