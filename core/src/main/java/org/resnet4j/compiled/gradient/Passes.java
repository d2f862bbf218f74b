package org.resnet4j.compiled.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Operation.Elementwise;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;

/** Records the forward and the backward passes of a graph's steps on a tape. */
final class Passes implements Operation.Cases<Runnable> {
  private static final Elementwise RECTIFIER = new Elementwise(Elementwise.Function.RELU);

  private final Tape tape;
  private final WeightedPasses weighted;
  private final NormalisationPasses normalisations;
  private final PoolingPasses poolings;

  /** Passes of a network for an empty tape. */
  Passes(Network network, Graph graph, Tape tape) {
    this.tape = tape;
    this.weighted = new WeightedPasses(this, graph, tape);
    this.normalisations = new NormalisationPasses(network, tape);
    this.poolings = new PoolingPasses(graph, tape);
  }

  /** The batch statistics of the normalisations, in the order of the steps. */
  List<NormalisationPasses.Statistics> statistics() {
    return normalisations.statistics();
  }

  /**
   * Appends a step.
   *
   * @throws IllegalStateException if oneDNN cannot compute it
   */
  void add(Step step) {
    try (PointerScope scope = new PointerScope()) {
      tape.begin(step);
      tape.goingBack(step, step.accept(this));
    } catch (RuntimeException e) {
      throw Tape.failed(step, e);
    }
  }

  @Override
  public Runnable convolution(Step step, Operation.Convolution convolution) {
    return weighted.convolution(step, convolution);
  }

  @Override
  public Runnable fullyConnected(Step step, Operation.FullyConnected linear) {
    return weighted.linear(step, linear);
  }

  @Override
  public Runnable normalisation(Step step, Operation.Normalisation normalisation) {
    return normalisations.normalisation(step, normalisation);
  }

  @Override
  public Runnable pooling(Step step, Operation.Pooling pooling) {
    return poolings.pooling(step, pooling);
  }

  @Override
  public Runnable unevenPooling(Step step, Operation.UnevenPooling pooling) {
    return poolings.uneven(step, pooling);
  }

  @Override
  public Runnable binary(Step step, Operation.Binary operation) {
    return operation.product() ? product(step, operation.relu()) : sum(step, operation.relu());
  }

  private Runnable sum(Step step, boolean relu) {
    Value a = step.inputs().get(0);
    Value b = step.inputs().get(1);
    tape.add(tape.map(a), tape.map(b), tape.put(step.output()), relu);
    return () -> {
      Argument gradient = before(step, relu);
      tape.contribute(a, gradient); // It is the gradient of both.
      tape.contribute(b, gradient);
    };
  }

  /** The second factor may be one number per channel; its gradient is summed over the pixels. */
  private Runnable product(Step step, boolean relu) {
    Value a = step.inputs().get(0);
    Value b = step.inputs().get(1);
    tape.multiplyEach(tape.map(a), tape.map(b), tape.put(step.output()), relu);
    return () -> {
      Argument gradient = before(step, relu);
      if (tape.isLearned(a)) {
        tape.contribute(a, product(gradient, tape.map(b), a));
      }
      if (tape.isLearned(b)) {
        Argument each = product(gradient, tape.map(a), a);
        tape.contribute(b, b.shape().equals(a.shape()) ? each : poolings.sum(each, a, b));
      }
    };
  }

  /** A product of maps in new memory; the second may be one number per channel. */
  private Argument product(Argument maps, Argument factors, Value shaped) {
    Argument product = tape.fresh(tape.maps(shaped));
    tape.multiplyEach(maps, factors, product, false);
    return product;
  }

  @Override
  public Runnable elementwise(Step step, Elementwise elementwise) {
    eltwise_forward.primitive_desc forward = forward(elementwise, tape.maps(step.output()));
    tape.emit(
        new primitive(forward),
        forward,
        Map.of(DNNL_ARG_SRC, tape.map(step.input()), DNNL_ARG_DST, tape.put(step.output())));
    return () -> tape.contribute(step.input(), before(step, elementwise));
  }

  private static algorithm algorithm(Elementwise elementwise) {
    return switch (elementwise.function()) {
      case RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
      case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
      case AFFINE -> algorithm.eltwise_linear;
    };
  }

  private static eltwise_forward.primitive_desc forward(Elementwise elementwise, memory.desc maps) {
    return new eltwise_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training,
        algorithm(elementwise),
        maps,
        maps,
        (float) elementwise.affine().scale(),
        (float) elementwise.affine().shift(),
        OneDnn.attributes(false),
        false);
  }

  /**
   * The gradient with respect to a step's result, or to the input of its final ReLU.
   *
   * @param relu whether the step ends in a ReLU
   */
  Argument before(Step step, boolean relu) {
    return relu ? before(step, RECTIFIER) : tape.gradient(step.output());
  }

  /** The gradient with respect to the input of a step's final function. */
  private Argument before(Step step, Elementwise elementwise) {
    Argument behind = tape.gradient(step.output());
    memory.desc maps = behind.description();
    eltwise_backward.primitive_desc backward =
        new eltwise_backward.primitive_desc(
            OneDnn.ENGINE,
            algorithm(elementwise),
            maps,
            maps,
            maps,
            (float) elementwise.affine().scale(),
            (float) elementwise.affine().shift(),
            forward(elementwise, maps),
            OneDnn.attributes(false),
            false);
    Argument gradient = tape.fresh(maps);
    boolean byInput = elementwise.function() == Elementwise.Function.AFFINE;
    tape.emit(
        new primitive(backward),
        backward,
        Map.of(
            byInput ? DNNL_ARG_SRC : DNNL_ARG_DST,
            tape.map(byInput ? step.input() : step.output()),
            DNNL_ARG_DIFF_DST,
            behind,
            DNNL_ARG_DIFF_SRC,
            gradient));
    return gradient;
  }

  @Override
  public Runnable concatenation(Step step, Operation.Concatenation concatenation) {
    List<Argument> parts = step.inputs().stream().map(tape::map).toList();
    tape.concatenate(parts, tape.put(step.output()));
    return () -> {
      Argument whole = tape.gradient(step.output());
      long channel = 0;
      for (Value part : step.inputs()) {
        Shape shape = part.shape();
        long[] dims = {tape.n(), shape.channels(), shape.height(), shape.width()};
        memory.desc place =
            whole.description().submemory_desc(dims, new long[] {0, channel, 0, 0}, false);
        Argument gradient = tape.fresh(tape.maps(part));
        tape.copy(tape.seenAs(whole, place), gradient);
        tape.contribute(part, gradient);
        channel += shape.channels();
      }
    };
  }

  @Override
  public Runnable conversion(Step step, Operation.Conversion conversion) {
    throw new IllegalStateException("it is not differentiable");
  }
}
