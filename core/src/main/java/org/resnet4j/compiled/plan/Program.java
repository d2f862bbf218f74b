package org.resnet4j.compiled.plan;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.compiled.onednn.Owner;
import org.resnet4j.compiled.onednn.Routine;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.torch.Torch;

/** A graph compiled for one batch size. */
final class Program implements AutoCloseable {
  private final Owner owner = new Owner();
  private final TypedGraph graph;
  private final int n;
  private final KernelSite site;
  private final Routine routine;

  /**
   * Compiles all steps for the calling thread's number of compute threads.
   *
   * @param n images in a batch
   */
  Program(TypedGraph graph, int n, Weights weights) {
    Torch.threads(); // Fixes the number now, not between two kernels: see Torch.setThreads.
    this.graph = graph;
    this.n = n;
    this.site = new KernelSite(graph, n, weights, owner);
    try {
      Kernels kernels = new Kernels(site);
      routine =
          Routine.of(
              graph.steps().stream().map(kernels::of).toList(),
              Set.of(site.place(graph.input())),
              Set.of(site.place(graph.output())));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** A kernel for each step. */
  Routine routine() {
    return routine;
  }

  /**
   * Computes a batch.
   *
   * @param pixels {@code [n, h, w, c]}, all that remains in the buffer
   * @param logits receives {@code [n, classes]} from the given index on
   */
  void run(Workspace workspace, FloatBuffer pixels, float[] logits, int from) {
    try (PointerScope scope = new PointerScope()) {
      floats(workspace, graph.input()).asBuffer().put(pixels);
      workspace.run(routine, 0, routine.kernels().size(), Map.of());
      FloatPointer output = floats(workspace, graph.output());
      output.get(logits, from, Math.toIntExact(output.capacity()));
    }
  }

  /**
   * As above in fp32, and shows the output of each step, {@code [n, h, w, c]}.
   *
   * @param observer is called after each step
   */
  void observe(Workspace workspace, FloatBuffer pixels, BiConsumer<Step, float[]> observer) {
    try (PointerScope scope = new PointerScope()) {
      floats(workspace, graph.input()).asBuffer().put(pixels);
      for (int i = 0; i < routine.kernels().size(); i++) {
        workspace.run(routine, i, i + 1, Map.of());
        Step step = graph.steps().get(i);
        FloatPointer output = floats(workspace, step.output());
        float[] values = new float[Math.toIntExact(output.capacity())];
        output.get(values);
        observer.accept(step, values);
      }
    }
  }

  private FloatPointer floats(Workspace workspace, Value value) {
    return workspace.floats(routine, site.place(value), n * value.shape().size());
  }

  @Override
  public void close() {
    owner.close();
  }
}
