package org.resnet4j.infer.plan;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.infer.graph.Step;
import org.resnet4j.infer.graph.Value;

/**
 * The memory in which one thread at a time runs programs. It grows to what the largest of them
 * needs and is used again for each run.
 */
final class Workspace implements AutoCloseable {
  private final Map<Program, Bound> programs = new HashMap<>();
  private Owner owner = new Owner();
  private long capacity;
  private BytePointer base = new BytePointer();

  /** A program whose arguments point into this memory. */
  private record Bound(List<IntMemoryMap> arguments, FloatPointer input, FloatPointer output) {}

  /**
   * Runs a program.
   *
   * @param pixels one batch {@code [n, h, w, c]}, all that remains in the buffer
   * @param logits takes {@code [n, classes]} from the given index on
   */
  void run(Program program, FloatBuffer pixels, float[] logits, int from) {
    Bound bound = feed(program, pixels);
    List<Kernel> kernels = program.kernels();
    try (PointerScope scope = new PointerScope()) {
      stream queue = OneDnn.stream();
      for (int i = 0; i < kernels.size(); i++) {
        kernels.get(i).code().execute(queue, bound.arguments().get(i));
      }
      queue._wait();
    }
    bound.output().get(logits, from, Math.toIntExact(bound.output().limit()));
  }

  /**
   * Runs a program in 32 bits and shows what each step gives, {@code [n, h, w, c]}.
   *
   * @param observer is called when a step is done
   */
  void observe(Program program, FloatBuffer pixels, BiConsumer<Step, float[]> observer) {
    Bound bound = feed(program, pixels);
    for (int i = 0; i < program.kernels().size(); i++) {
      Step step = program.graph().steps().get(i);
      float[] values = new float[Math.toIntExact(program.n() * step.output().shape().size())];
      try (PointerScope scope = new PointerScope()) {
        stream queue = OneDnn.stream();
        program.kernels().get(i).code().execute(queue, bound.arguments().get(i));
        queue._wait();
        new FloatPointer(base.getPointer(offset(program, step.output()))).get(values);
      }
      observer.accept(step, values);
    }
  }

  private Bound feed(Program program, FloatBuffer pixels) {
    Bound bound = programs.get(program);
    if (bound == null) {
      bound = bind(program);
      programs.put(program, bound);
    }
    bound.input().asBuffer().put(pixels);
    return bound;
  }

  private Bound bind(Program program) {
    if (program.bytes() > capacity) {
      grow(program.bytes());
    }
    try (PointerScope scope = new PointerScope()) {
      List<IntMemoryMap> arguments =
          program.kernels().stream().map(kernel -> arguments(program, kernel)).toList();
      return new Bound(
          arguments,
          floats(program, program.graph().input()),
          floats(program, program.graph().output()));
    }
  }

  /** Takes new memory in place of the old. */
  private void grow(long bytes) {
    close();
    owner = new Owner();
    try (PointerScope scope = new PointerScope()) {
      memory.desc size = new memory.desc(new long[] {bytes}, OneDnn.U8, OneDnn.ROW);
      memory taken = owner.keep(new memory(size, OneDnn.ENGINE));
      base = owner.keep(new BytePointer(taken.get_data_handle()));
    }
    capacity = bytes;
  }

  private IntMemoryMap arguments(Program program, Kernel kernel) {
    IntMemoryMap map = owner.keep(new IntMemoryMap());
    kernel.arguments().forEach((role, argument) -> map.put(role, memory(program, argument)));
    return map;
  }

  private memory memory(Program program, Argument argument) {
    if (argument instanceof Argument.Constant constant) {
      return constant.weights();
    } else if (argument instanceof Argument.Variable variable) {
      return at(offset(program, variable.value()), variable.description());
    } else if (argument instanceof Argument.Scratch scratch) {
      return at(program.buffers().bytes(), scratch.description());
    }
    throw new AssertionError(argument);
  }

  private memory at(long offset, memory.desc description) {
    return new memory(description, OneDnn.ENGINE, base.getPointer(offset));
  }

  private static long offset(Program program, Value value) {
    Long offset = program.buffers().offsets().get(value);
    if (offset == null) {
      throw new IllegalStateException("no memory was planned for " + value);
    }
    return offset;
  }

  private FloatPointer floats(Program program, Value value) {
    BytePointer bytes = base.getPointer(offset(program, value));
    return owner.keep(new FloatPointer(bytes)).capacity(program.n() * value.shape().size());
  }

  /** Frees the memory. */
  @Override
  public void close() {
    programs.clear();
    owner.close();
    capacity = 0;
  }
}
