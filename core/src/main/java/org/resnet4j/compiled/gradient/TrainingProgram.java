package org.resnet4j.compiled.gradient;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.resnet4j.compiled.graph.Fusion;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.NumberType;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.Owner;
import org.resnet4j.compiled.onednn.Routine;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TorchOps;

/** The passes of a network for one batch size and image size. */
final class TrainingProgram implements AutoCloseable {
  /** The name under which the caller passes the images. */
  private static final String IMAGES = "images";

  private final Owner owner = new Owner();
  private final Network network;
  private final List<Parameter> trained;
  private final long[] logits;
  private final List<Graph.Mask> masks;
  private final Routine routine;
  private final List<NormalisationPasses.Statistics> statistics;

  /** The number of kernels in the forward pass. */
  private final int forwards;

  /**
   * Compiles all kernels for the calling thread's number of compute threads.
   *
   * @param trained the parameters whose gradients are computed
   * @throws IllegalArgumentException if a normalisation would see a single value per channel
   */
  TrainingProgram(Network network, List<Parameter> trained, int n, Shape image) {
    this.network = network;
    this.trained = trained;
    Graph graph = Fusion.ofRelus(Graph.ofTraining(network.architecture().layers(), image)).graph();
    graph.steps().forEach(step -> requireStatistics(step, n));
    masks = graph.masks();
    logits = new long[] {n, graph.output().shape().size()};
    boolean wide = network.precision() == Precision.FP32;
    Tape tape = new Tape(owner, n, OneDnn.type(wide ? NumberType.F32 : NumberType.BF16), trained);
    Passes passes = new Passes(network, graph, tape);
    try {
      try (PointerScope scope = new PointerScope()) {
        Argument images = tape.outside(IMAGES, OneDnn.maps(n, image, OneDnn.F32));
        tape.put(graph.input(), tape.as(images, tape.maps(graph.input())));
        for (Graph.Mask mask : graph.masks()) {
          memory.desc layout = OneDnn.maps(n, mask.value().shape(), OneDnn.F32);
          Argument drawn = tape.outside(nameOf(mask), layout);
          tape.put(mask.value(), tape.as(drawn, tape.maps(mask.value())));
        }
      }
      graph.steps().forEach(passes::add);
      forwards = tape.kernels().size();
      tape.goBack();
      statistics = passes.statistics();
      // Read between the passes, even if not in the backward pass.
      Set<Integer> seen = new HashSet<>();
      statistics.forEach(one -> seen.addAll(List.of(one.mean().id(), one.variance().id())));
      routine = Routine.of(tape.kernels(), Set.of(), seen);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static String nameOf(Graph.Mask mask) {
    return "mask " + mask.value().id();
  }

  /** Checks the batch statistics as libtorch does; oneDNN does not. */
  private void requireStatistics(Step step, int n) {
    if (step.operation() instanceof Operation.Normalisation normalisation
        && !network.keepsStatistics(normalisation.norm())) {
      Shape maps = step.input().shape();
      normalisation.norm().requireStatistics((long) n * maps.height() * maps.width());
    }
  }

  /** All kernels, those of the forward pass first. */
  Routine routine() {
    return routine;
  }

  /** As {@link Differentiation#gradients}, in a workspace that no other thread uses. */
  TensorMap gradients(
      Workspace workspace,
      Tensor images,
      long seed,
      boolean tracking,
      Function<TrainingOutput, Tensor> loss) {
    TensorMap gradients = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      Map<String, Pointer> outside = new HashMap<>();
      Tensor output = torch.empty(logits);
      outside.put(IMAGES, images.contiguous(MemoryFormat.ChannelsLast).data_ptr());
      outside.put(WeightedPasses.LOGITS, output.data_ptr());
      draw(seed, outside);
      network.state().asMap().forEach((name, tensor) -> outside.put(name, tensor.data_ptr()));
      workspace.run(routine, 0, forwards, outside);
      if (tracking) {
        statistics.forEach(seen -> track(workspace, seen));
      }
      output.set_requires_grad(true);
      Tensor total = loss.apply(new TrainingOutput(output, List.of()));
      Tensor above =
          torch.grad(new TensorVector(total), new TensorVector(output)).get(0).contiguous();
      outside.put(Tape.GRADIENT + WeightedPasses.LOGITS, above.data_ptr());
      for (Parameter parameter : trained) {
        Tensor gradient = torch.empty_like(network.state().get(parameter.name()).detach());
        gradients.put(parameter.name(), gradient);
        outside.put(Tape.GRADIENT + parameter.name(), gradient.data_ptr());
      }
      workspace.run(routine, forwards, routine.kernels().size(), outside);
      return gradients;
    } catch (RuntimeException e) {
      gradients.close();
      throw e;
    }
  }

  /** Draws the masks as {@link TorchOps} does, in the scope of the caller. */
  private void draw(long seed, Map<String, Pointer> outside) {
    if (!masks.isEmpty()) {
      Generator generator = torch.make_generator_cpu(seed);
      for (Graph.Mask mask : masks) {
        Shape shape = mask.value().shape();
        long[] dims = {logits[0], shape.channels(), shape.height(), shape.width()};
        Tensor drawn = TorchOps.mask(mask.dropout().rate(), torch.empty(dims), generator);
        outside.put(nameOf(mask), drawn.contiguous(MemoryFormat.ChannelsLast).data_ptr());
      }
    }
  }

  /** Updates running statistics as torch does, with the unbiased variance. */
  private void track(Workspace workspace, NormalisationPasses.Statistics seen) {
    BatchNorm norm = seen.norm();
    double unbiased = (double) seen.count() / Math.max(1, seen.count() - 1);
    move(norm, norm.mean(), workspace.floats(routine, seen.mean().id(), norm.channels()), 1);
    move(
        norm,
        norm.variance(),
        workspace.floats(routine, seen.variance().id(), norm.channels()),
        unbiased);
    try (NoGradGuard guard = new NoGradGuard()) {
      network.state().get(norm.batches().name()).add_(new Scalar(1));
    }
  }

  private void move(BatchNorm norm, Parameter of, FloatPointer batch, double factor) {
    Tensor tensor = network.state().get(of.name());
    FloatBuffer running = new FloatPointer(tensor.data_ptr()).capacity(norm.channels()).asBuffer();
    FloatBuffer seen = batch.asBuffer();
    for (int c = 0; c < norm.channels(); c++) {
      double next = (1 - norm.momentum()) * running.get(c) + norm.momentum() * factor * seen.get(c);
      running.put(c, (float) next);
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
