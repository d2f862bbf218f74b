package org.resnet4j.compiled.gradient;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;

/**
 * A network compiled for training on the CPU: normalisations, sums and ReLUs each take one pass
 * over memory in either direction, and all maps lie in memory that is allocated once. Each
 * combination of batch size and image size is compiled on first use and kept until this is closed.
 */
public final class CompiledDifferentiation implements Differentiation {
  private final Network network;
  private final Map<Size, TrainingProgram> programs = new HashMap<>();
  private final Deque<Workspace> idle = new ArrayDeque<>();

  private final List<Parameter> trained;

  /**
   * The key of a compiled program.
   *
   * @param threads the threads that compute each kernel; another number needs other memory
   */
  private record Size(int images, Shape shape, int threads) {}

  /**
   * Differentiates a network: reads its parameters and updates its running statistics.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  public CompiledDifferentiation(Network network) {
    obstacle(network)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("this network cannot be compiled: " + why);
            });
    this.network = network;
    this.trained = network.trainable();
  }

  /** The reason why a network cannot be compiled for training; empty if it can. */
  public static Optional<String> obstacle(Network network) {
    Layer layers = network.architecture().layers();
    if (network.device() != Device.CPU) {
      return Optional.of("it is on a GPU");
    } else if (network.precision() == Precision.BF16 && !Torch.hasBf16Instructions()) {
      return Optional.of("this processor has no bf16 instructions");
    }
    List<Step> steps = Graph.of(layers, network.architecture().options().input()).steps();
    if (!(steps.get(steps.size() - 1).operation() instanceof Operation.FullyConnected)) {
      return Optional.of("its last layer is not linear");
    }
    if (layers.walk().anyMatch(Auxiliary.class::isInstance)) {
      return Optional.of("it has side classifiers");
    }
    return steps.stream()
        .map(Step::operation)
        .filter(operation -> !operation.traits().differentiable())
        .map(operation -> "it has a step of " + operation.describe())
        .findFirst();
  }

  @Override
  public TensorMap gradients(
      Tensor images, long seed, boolean tracking, Function<TrainingOutput, Tensor> loss) {
    int threads = Torch.threads(); // Fixes the number of threads: see Torch.setThreads.
    if (!network.trainable().equals(trained)) {
      throw new IllegalStateException(
          "the set of frozen parameters has changed since this was created");
    }
    Workspace workspace = take();
    try {
      return program(images, threads).gradients(workspace, images, seed, tracking, loss);
    } finally {
      give(workspace);
    }
  }

  private synchronized TrainingProgram program(Tensor images, int threads) {
    Shape shape =
        new Shape(
            Math.toIntExact(images.size(1)),
            Math.toIntExact(images.size(2)),
            Math.toIntExact(images.size(3)));
    return programs.computeIfAbsent(
        new Size(Math.toIntExact(images.size(0)), shape, threads),
        size -> new TrainingProgram(network, trained, size.images(), size.shape()));
  }

  private synchronized Workspace take() {
    return idle.isEmpty() ? new Workspace() : idle.pop();
  }

  private synchronized void give(Workspace workspace) {
    idle.push(workspace);
  }

  @Override
  public synchronized void close() {
    idle.forEach(Workspace::close); // Before the programs, to whose arguments they refer.
    idle.clear();
    programs.values().forEach(TrainingProgram::close);
    programs.clear();
  }
}
