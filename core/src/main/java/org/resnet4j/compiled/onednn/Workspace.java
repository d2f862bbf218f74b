package org.resnet4j.compiled.onednn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The memory in which one thread at a time runs routines. It grows to the needs of the largest and
 * is reused: results of a run stay until another routine is run.
 */
public final class Workspace implements AutoCloseable {
  private final IdentityHashMap<Routine, Bound> routines = new IdentityHashMap<>();
  private Owner owner = new Owner();
  private long capacity;
  private BytePointer base = new BytePointer();

  /**
   * A routine bound to this memory.
   *
   * @param outside arguments in the caller's memory, which each run sets
   */
  private record Bound(List<IntMemoryMap> arguments, List<Lent> outside) {}

  private record Lent(int kernel, String name, memory place) {}

  /**
   * Runs the kernels {@code from}, inclusive, to {@code to}, exclusive, of a routine.
   *
   * @param outside the memory of the caller's values, by name
   * @throws IllegalArgumentException if one of them is missing
   */
  public void run(Routine routine, int from, int to, Map<String, Pointer> outside) {
    Bound bound = bound(routine);
    for (Lent lent : bound.outside()) {
      if (lent.kernel() >= from && lent.kernel() < to) {
        Pointer given = outside.get(lent.name());
        if (given == null) {
          throw new IllegalArgumentException("missing memory for " + lent.name());
        }
        lent.place().set_data_handle(given);
      }
    }
    try (PointerScope scope = new PointerScope()) {
      stream queue = OneDnn.stream();
      for (int i = from; i < to; i++) {
        routine.kernels().get(i).code().execute(queue, bound.arguments().get(i));
      }
      queue._wait();
    }
  }

  /**
   * The first fp32 numbers of a value, in the caller's scope, valid until a larger run moves it.
   */
  public FloatPointer floats(Routine routine, int id, long count) {
    bound(routine);
    return new FloatPointer(base.getPointer(routine.offset(id))).capacity(count);
  }

  private Bound bound(Routine routine) {
    Bound bound = routines.get(routine);
    if (bound == null) {
      if (routine.bytes() > capacity) {
        grow(routine.bytes());
      }
      bound = bind(routine);
      routines.put(routine, bound);
    }
    return bound;
  }

  /** Replaces the memory by a new allocation. */
  private void grow(long bytes) {
    close();
    owner = new Owner();
    try (PointerScope scope = new PointerScope()) {
      memory.desc size = OneDnn.plain(OneDnn.U8, bytes);
      memory taken = owner.keep(new memory(size, OneDnn.ENGINE));
      base = owner.keep(new BytePointer(taken.get_data_handle()));
    }
    capacity = bytes;
  }

  private Bound bind(Routine routine) {
    List<IntMemoryMap> all = new ArrayList<>();
    List<Lent> outside = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      for (Kernel kernel : routine.kernels()) {
        IntMemoryMap arguments = owner.keep(new IntMemoryMap());
        kernel
            .arguments()
            .forEach(
                (role, argument) -> {
                  memory place = memory(routine, argument);
                  arguments.put(role, place);
                  if (argument instanceof Argument.Outside lent) {
                    outside.add(new Lent(all.size(), lent.name(), owner.keep(place)));
                  }
                });
        all.add(arguments);
      }
    }
    return new Bound(all, outside);
  }

  private memory memory(Routine routine, Argument argument) {
    if (argument instanceof Argument.Constant constant) {
      return constant.place();
    } else if (argument instanceof Argument.Variable variable) {
      return at(routine.offset(variable.id()), variable.description());
    } else if (argument instanceof Argument.Scratch scratch) {
      return at(routine.buffers().bytes(), scratch.description());
    } else if (argument instanceof Argument.Outside lent) {
      return at(0, lent.description()); // Set by each run.
    }
    throw new AssertionError(argument);
  }

  private memory at(long offset, memory.desc description) {
    return new memory(description, OneDnn.ENGINE, base.getPointer(offset));
  }

  /** Frees the memory. */
  @Override
  public void close() {
    routines.clear();
    owner.close();
    capacity = 0;
  }
}
