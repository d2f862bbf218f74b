package org.resnet4j.train.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.graph.Graph;
import org.resnet4j.graph.Operation;
import org.resnet4j.graph.Operation.Elementwise;
import org.resnet4j.graph.Step;
import org.resnet4j.graph.Value;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.onednn.Argument;
import org.resnet4j.onednn.OneDnn;
import org.resnet4j.torch.Network;

/** Puts the steps of a graph on a tape, each forwards and, in reverse, backwards. */
final class Passes {
  private final Network network;
  private final Tape tape;
  private final WeightedPasses weighted;
  private final List<Statistics> statistics = new ArrayList<>();

  /**
   * What a normalisation saw in a batch, after the forward pass.
   *
   * @param mean of each channel
   * @param variance biased
   * @param count values of each channel
   */
  record Statistics(
      BatchNorm norm, Argument.Variable mean, Argument.Variable variance, long count) {}

  /** Passes of a network for an empty tape. */
  Passes(Network network, Graph graph, Tape tape) {
    this.network = network;
    this.tape = tape;
    this.weighted = new WeightedPasses(this, graph, tape);
  }

  /** Whether there is a pass for a step. */
  static boolean canCompute(Operation operation) {
    return operation instanceof Elementwise elementwise
        ? elementwise.function() == Elementwise.Function.RELU
        : operation instanceof Operation.Binary binary
            ? !binary.product()
            : !(operation instanceof Operation.UnevenPooling);
  }

  /** In the order of the steps. */
  List<Statistics> statistics() {
    return statistics;
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
      String what = step.name() + " (" + step.operation().describe() + ")";
      throw new IllegalStateException("oneDNN cannot train " + what + ": " + e.getMessage(), e);
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
      normalisation(step, normalisation);
    } else if (operation instanceof Operation.Pooling pooling) {
      pooling(step, pooling);
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

  /** Ioffe and Szegedy 2015, Algorithm 1, with the ReLU behind it. */
  private void normalisation(Step step, Operation.Normalisation operation) {
    BatchNorm norm = operation.norm();
    boolean running = network.keepsStatistics(norm);
    int flags =
        dnnl.dnnl_use_scale
            | dnnl.dnnl_use_shift
            | (running ? dnnl.dnnl_use_global_stats : 0)
            | (operation.relu() ? dnnl.dnnl_fuse_norm_relu : 0);
    memory.desc maps = tape.maps(step.input());
    memory.desc each = OneDnn.plain(norm.channels());
    batch_normalization_forward.primitive_desc forward =
        new batch_normalization_forward.primitive_desc(
            OneDnn.ENGINE,
            dnnl.dnnl_forward_training,
            maps,
            maps,
            (float) norm.epsilon(),
            flags,
            OneDnn.attributes(false),
            false);
    Map<Integer, Argument> shared = new HashMap<>();
    shared.put(DNNL_ARG_SRC, tape.map(step.input()));
    if (running) {
      shared.put(DNNL_ARG_MEAN, tape.outside(norm.name() + ".running_mean", each));
      shared.put(DNNL_ARG_VARIANCE, tape.outside(norm.name() + ".running_var", each));
    } else {
      Argument.Variable mean = tape.fresh(each);
      Argument.Variable variance = tape.fresh(each);
      Shape shape = step.input().shape();
      long count = (long) tape.n() * shape.height() * shape.width();
      statistics.add(new Statistics(norm, mean, variance, count));
      shared.put(DNNL_ARG_MEAN, mean);
      shared.put(DNNL_ARG_VARIANCE, variance);
    }
    shared.put(DNNL_ARG_SCALE, tape.outside(norm.name() + ".weight", each));
    if (operation.relu()) { // Which values the ReLU let through.
      shared.put(DNNL_ARG_WORKSPACE, tape.fresh(forward.workspace_desc()));
    }
    Map<Integer, Argument> arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_SHIFT, tape.outside(norm.name() + ".bias", each));
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new primitive(forward), forward, arguments);
    batch_normalization_backward.primitive_desc backward =
        tape.keep(
            new batch_normalization_backward.primitive_desc(
                OneDnn.ENGINE,
                dnnl.dnnl_backward,
                maps,
                maps,
                maps,
                (float) norm.epsilon(),
                flags,
                forward,
                OneDnn.attributes(false),
                false));
    tape.goingBack(
        step,
        () -> {
          Argument gradient = tape.fresh(tape.maps(step.input()));
          shared.put(DNNL_ARG_DIFF_DST, tape.gradient(step.output()));
          shared.put(DNNL_ARG_DIFF_SRC, gradient);
          shared.put(
              DNNL_ARG_DIFF_SCALE,
              tape.gradient(norm.name() + ".weight", OneDnn.plain(norm.channels())));
          shared.put(
              DNNL_ARG_DIFF_SHIFT,
              tape.gradient(norm.name() + ".bias", OneDnn.plain(norm.channels())));
          tape.emit(new primitive(backward), backward, shared);
          tape.contribute(step.input(), gradient);
        });
  }

  private void pooling(Step step, Operation.Pooling pooling) {
    algorithm kind = pooling.max() ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding;
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    long[] stride = {pooling.stride(), pooling.stride()};
    long[] kernel = {pooling.kernel(), pooling.kernel()};
    long[] dense = {0, 0};
    long[] before = {pooling.padding(), pooling.padding()};
    long[] after = {
      pooling.paddingAfter(from.height(), to.height()),
      pooling.paddingAfter(from.width(), to.width())
    };
    memory.desc source = tape.maps(step.input());
    memory.desc target = tape.maps(step.output());
    pooling_forward.primitive_desc forward =
        new pooling_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_training,
            kind,
            source,
            target,
            stride,
            kernel,
            dense,
            before,
            after,
            OneDnn.attributes(false),
            false);
    Map<Integer, Argument> shared = new HashMap<>();
    if (pooling.max()) { // Where each maximum was.
      shared.put(DNNL_ARG_WORKSPACE, tape.fresh(forward.workspace_desc()));
    }
    Map<Integer, Argument> arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new primitive(forward), forward, arguments);
    if (tape.isLearned(step.output())) {
      pooling_backward.primitive_desc backward =
          tape.keep(
              new pooling_backward.primitive_desc(
                  OneDnn.ENGINE,
                  kind,
                  source,
                  target,
                  stride,
                  kernel,
                  dense,
                  before,
                  after,
                  forward,
                  OneDnn.attributes(false),
                  false));
      tape.goingBack(
          step,
          () -> {
            Argument gradient = tape.fresh(tape.maps(step.input()));
            shared.put(DNNL_ARG_DIFF_DST, tape.gradient(step.output()));
            shared.put(DNNL_ARG_DIFF_SRC, gradient);
            tape.emit(new primitive(backward), backward, shared);
            tape.contribute(step.input(), gradient);
          });
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
    memory.desc target = tape.maps(step.output());
    memory.desc[] sources = step.inputs().stream().map(tape::maps).toArray(memory.desc[]::new);
    concat.primitive_desc forward =
        new concat.primitive_desc(
            OneDnn.ENGINE,
            target,
            1,
            new memory_desc_vector(sources),
            OneDnn.attributes(false),
            false);
    Map<Integer, Argument> arguments = new HashMap<>();
    for (int i = 0; i < sources.length; i++) {
      arguments.put(DNNL_ARG_MULTIPLE_SRC + i, tape.map(step.inputs().get(i)));
    }
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new concat(forward), forward, arguments);
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
