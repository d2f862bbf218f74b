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
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;

/** Puts the steps of a graph on a tape, each forwards and, in reverse, backwards. */
final class Passes {
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

  /** Whether there is a way back through a step. */
  static boolean canCompute(Operation operation) {
    if (operation instanceof Elementwise elementwise) {
      return elementwise.function() == Elementwise.Function.RELU;
    }
    return !(operation instanceof Operation.Binary binary && binary.product());
  }

  /** What the normalisations saw, in the order of the steps. */
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
      tape.begin(step, parameters(step.operation()));
      pass(step);
    } catch (RuntimeException e) {
      throw Tape.failed(step, e);
    }
  }

  private static List<Parameter> parameters(Operation operation) {
    if (operation instanceof Operation.Convolution convolution) {
      return convolution.conv().parameters();
    } else if (operation instanceof Operation.FullyConnected linear) {
      return linear.linear().parameters();
    } else if (operation instanceof Operation.Normalisation normalisation) {
      return normalisation.norm().parameters();
    }
    return List.of();
  }

  private void pass(Step step) {
    Operation operation = step.operation();
    if (operation instanceof Operation.Convolution convolution) {
      weighted.convolution(step, convolution);
    } else if (operation instanceof Operation.FullyConnected linear) {
      weighted.linear(step, linear);
    } else if (operation instanceof Operation.Normalisation normalisation) {
      normalisations.normalisation(step, normalisation);
    } else if (operation instanceof Operation.Pooling pooling) {
      poolings.pooling(step, pooling);
    } else if (operation instanceof Operation.UnevenPooling uneven) {
      poolings.uneven(step, uneven);
    } else if (operation instanceof Operation.Binary sum) {
      sum(step, sum);
    } else if (operation instanceof Elementwise) {
      relu(step);
    } else if (operation instanceof Operation.Concatenation) {
      concatenation(step);
    } else {
      throw new IllegalStateException("there is no way back through it");
    }
  }

  private void sum(Step step, Operation.Binary operation) {
    Value a = step.inputs().get(0);
    Value b = step.inputs().get(1);
    tape.add(tape.map(a), tape.map(b), tape.put(step.output()), operation.relu());
    tape.goingBack(
        step,
        () -> {
          Argument gradient = before(step, operation.relu());
          tape.contribute(a, gradient); // It is the gradient of both.
          tape.contribute(b, gradient);
        });
  }

  private void relu(Step step) {
    eltwise_forward.primitive_desc forward = rectifier(tape.maps(step.output()));
    tape.emit(
        new primitive(forward),
        forward,
        Map.of(DNNL_ARG_SRC, tape.map(step.input()), DNNL_ARG_DST, tape.put(step.output())));
    tape.goingBack(step, () -> tape.contribute(step.input(), before(step, true)));
  }

  private static eltwise_forward.primitive_desc rectifier(memory.desc maps) {
    return new eltwise_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training,
        algorithm.eltwise_relu_use_dst_for_bwd,
        maps,
        maps,
        0,
        0,
        OneDnn.attributes(false),
        false);
  }

  /**
   * The gradient of a step's result, or of what stood before the ReLU at its end.
   *
   * @param relu whether there is one
   */
  Argument before(Step step, boolean relu) {
    Argument behind = tape.gradient(step.output());
    if (!relu) {
      return behind;
    }
    memory.desc maps = behind.description();
    eltwise_backward.primitive_desc backward =
        new eltwise_backward.primitive_desc(
            OneDnn.ENGINE,
            algorithm.eltwise_relu_use_dst_for_bwd,
            maps,
            maps,
            maps,
            0,
            0,
            rectifier(maps),
            OneDnn.attributes(false),
            false);
    Argument gradient = tape.fresh(maps);
    tape.emit(
        new primitive(backward),
        backward,
        Map.of(
            DNNL_ARG_DST,
            tape.map(step.output()),
            DNNL_ARG_DIFF_DST,
            behind,
            DNNL_ARG_DIFF_SRC,
            gradient));
    return gradient;
  }

  private void concatenation(Step step) {
    List<Argument> parts = step.inputs().stream().map(tape::map).toList();
    tape.concatenate(parts, tape.put(step.output()));
    tape.goingBack(
        step,
        () -> {
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
        });
  }
}
