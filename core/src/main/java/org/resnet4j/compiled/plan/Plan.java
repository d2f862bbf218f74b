package org.resnet4j.compiled.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Workers;

/**
 * A network compiled for inference on the CPU: normalisations are folded into convolutions, sums
 * and ReLUs are fused into them, weights have the layout that each primitive prefers, and memory is
 * allocated once. Any number of threads may use one plan concurrently; together they use no more
 * than its cores.
 *
 * <p>A batch of any size is computed in chunks whose sizes are powers of two. Each size is compiled
 * on first use; all share the weights.
 *
 * <pre>{@code
 * try (Plan plan = Plan.compile(network, Precision.BF16, new Shape(3, 224, 224), 2)) {
 *   float[] logits = plan.logits(pixels, n);
 * }
 * }</pre>
 */
public final class Plan implements AutoCloseable {
  /** Larger chunks are not faster and need more memory: docs/results/performance.md. */
  private static final int LARGEST = 4;

  /** The most bytes of a chunk's values per core, so that they mostly stay in its caches. */
  private static final long CACHED = 8 << 20;

  private final Compiled compiled;
  private final Shape input;
  private final Weights weights;
  private final Cores cores;
  private final Map<Size, Program> programs = new HashMap<>();

  /** Held for reading by every computation, so that closing waits for them. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /** The key of a program: its images, and whether all cores compute it together. */
  private record Size(int images, boolean together) {}

  private Plan(Compiled compiled, Weights weights, int threads) {
    this.compiled = compiled;
    this.weights = weights;
    this.input = compiled.graph().input().shape();
    this.cores = new Cores(threads);
  }

  /**
   * Compiles a network. Its weights are copied: it may change or be closed afterwards.
   *
   * @param input the shape of the images, which may differ from that of the network's options
   * @param threads the maximum number of cores, at least 1
   * @throws IllegalArgumentException if such images do not fit the network
   */
  public static Plan compile(Network network, Precision precision, Shape input, int threads) {
    Form form = precision == Precision.FP32 ? Form.F32 : Form.BF16;
    return compile(
        network, input, threads, precision.toString(), graph -> TypedGraph.of(graph, form));
  }

  /**
   * As above, in int8.
   *
   * @throws IllegalArgumentException also if the quantisation belongs to another network
   */
  public static Plan compile(Network network, Quantisation quantisation, Shape input, int threads) {
    return compile(
        network,
        input,
        threads,
        "int8",
        graph -> TypedGraph.quantised(graph, quantisation.limits()));
  }

  private static Plan compile(
      Network network,
      Shape input,
      int threads,
      String numbers,
      Function<Graph, TypedGraph> typing) {
    Folding folding = Folding.of(network);
    try (Network folded = folding.network()) {
      Compiled compiled = Compiled.of(folding, input, numbers, typing);
      Weights weights = new Weights(folded.state(), compiled.graph().graph().constants());
      Plan plan = new Plan(compiled, weights, threads);
      try {
        plan.logits(FloatBuffer.allocate(Math.toIntExact(input.size())), 1);
        weights.release();
        return plan;
      } catch (RuntimeException e) {
        plan.close();
        throw e;
      }
    }
  }

  /**
   * The logits of a batch, without side classifiers and dropout.
   *
   * @param pixels normalised values {@code [n, h, w, c]} from the buffer's position, which does not
   *     change
   * @param n how many images
   * @return {@code [n, classes]} in row-major order
   * @throws IllegalArgumentException if there are fewer values
   * @throws IllegalStateException if the plan is closed
   */
  public float[] logits(FloatBuffer pixels, int n) {
    if (n < 1 || pixels.remaining() < n * input.size()) {
      throw new IllegalArgumentException(
          "expected at least 1 image and "
              + input.size()
              + " values for each, got "
              + n
              + " images and "
              + pixels.remaining()
              + " values");
    }
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this plan is closed");
      }
      float[] logits = new float[Math.toIntExact(n * compiled.graph().output().shape().size())];
      Workers.join(start(pixels, n, logits));
      return logits;
    } finally {
      open.readLock().unlock();
    }
  }

  /**
   * Few images are computed by all cores together if they are idle; else cores split the images.
   */
  private List<Future<?>> start(FloatBuffer pixels, int n, float[] logits) {
    if (n < cores.count() && compiled.isWorthSharing()) {
      Optional<Future<?>> together =
          cores.together(workspace -> run(workspace, true, pixels, 0, n, logits));
      if (together.isPresent()) {
        return List.of(together.get());
      }
    }
    int parts = Math.min(n, cores.count());
    List<Future<?>> running = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = n * part / parts;
      int to = n * (part + 1) / parts;
      running.add(cores.one(workspace -> run(workspace, false, pixels, from, to, logits)));
    }
    return running;
  }

  private void run(
      Workspace workspace, boolean together, FloatBuffer pixels, int from, int to, float[] logits) {
    int values = Math.toIntExact(input.size());
    int classes = Math.toIntExact(compiled.graph().output().shape().size());
    int largest = largest(together);
    int image = from;
    while (image < to) {
      int size = Math.min(largest, Integer.highestOneBit(to - image));
      Program program = program(new Size(size, together));
      FloatBuffer batch = pixels.slice(pixels.position() + image * values, size * values);
      program.run(workspace, batch, logits, image * classes);
      image += size;
    }
  }

  /** The largest chunk, in images, for one core or for all together. */
  private int largest(boolean together) {
    long one = program(new Size(1, together)).routine().buffers().bytes();
    long cached = CACHED * (together ? cores.count() : 1);
    int images = LARGEST;
    while (images > 1 && images * one > cached) {
      images /= 2;
    }
    return images;
  }

  private synchronized Program program(Size size) {
    return programs.computeIfAbsent(
        size, key -> new Program(compiled.graph(), size.images(), weights));
  }

  /** The steps of the plan, what was fused into them, and why others were not fused. */
  public Explanation explain() {
    Program program = program(new Size(1, cores.count() > 1 && compiled.isWorthSharing()));
    return compiled.explain(program, weights.bytes());
  }

  /** Waits for running computations, then frees all memory and stops the threads. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        cores.close();
        programs.values().forEach(Program::close);
        weights.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
