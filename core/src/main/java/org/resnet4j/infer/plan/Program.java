package org.resnet4j.infer.plan;

import java.util.List;
import org.resnet4j.infer.graph.Buffers;
import org.resnet4j.infer.graph.TypedGraph;
import org.resnet4j.torch.Torch;

/**
 * A graph made ready for one size of batch. Any number of threads may run it at once, each in a
 * {@link Workspace} of its own.
 *
 * @param n images in a batch
 * @param buffers where its values lie
 * @param scratch bytes that its kernels need in turn, beside the values
 */
record Program(
    TypedGraph graph, int n, List<Kernel> kernels, Buffers buffers, long scratch, Owner owner)
    implements AutoCloseable {

  /** Makes all steps ready for the number of threads that the calling thread computes with. */
  static Program compile(Compiled compiled, int n, Weights weights) {
    Torch.threads(); // Settles the number now, not between two kernels: see Torch.setThreads.
    TypedGraph graph = compiled.graph();
    Owner owner = new Owner();
    try {
      KernelSite site = new KernelSite(graph, n, weights, owner);
      Kernels kernels = new Kernels(site);
      List<Kernel> made = graph.steps().stream().map(kernels::of).toList();
      Buffers buffers = Buffers.of(graph.graph(), site::bytes);
      long scratch = made.stream().mapToLong(Program::scratch).max().orElse(0);
      return new Program(graph, n, made, buffers, scratch, owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static long scratch(Kernel kernel) {
    return kernel.arguments().values().stream()
        .mapToLong(a -> a instanceof Argument.Scratch s ? s.description().get_size() : 0)
        .max()
        .orElse(0);
  }

  /** The memory that a run needs. */
  long bytes() {
    return buffers.bytes() + scratch;
  }

  @Override
  public void close() {
    owner.close();
  }
}
