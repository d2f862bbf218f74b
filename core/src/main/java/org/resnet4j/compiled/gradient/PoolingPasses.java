package org.resnet4j.compiled.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.PoolWindow;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;

/** The passes of poolings. */
final class PoolingPasses {
  private final Graph graph;
  private final Tape tape;

  PoolingPasses(Graph graph, Tape tape) {
    this.graph = graph;
    this.tape = tape;
  }

  Runnable pooling(Step step, Operation.Pooling pooling) {
    PoolWindow window = PoolWindow.of(step, pooling);
    pooling_forward.primitive_desc forward =
        tape.keep(
            new pooling_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                window.kind(),
                tape.maps(step.input()),
                tape.maps(step.output()),
                window.stride(),
                window.kernel(),
                window.dense(),
                window.before(),
                window.after(),
                OneDnn.attributes(false),
                false));
    Map<Integer, Argument> shared = new HashMap<>();
    if (pooling.kind() == Pool.Kind.MAX) { // Where each maximum was.
      shared.put(DNNL_ARG_WORKSPACE, tape.fresh(forward.workspace_desc()));
    }
    Map<Integer, Argument> arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new primitive(forward), forward, arguments);
    return () -> {
      pooling_backward.primitive_desc backward =
          new pooling_backward.primitive_desc(
              OneDnn.ENGINE,
              window.kind(),
              tape.maps(step.input()),
              tape.maps(step.output()),
              window.stride(),
              window.kernel(),
              window.dense(),
              window.before(),
              window.after(),
              forward,
              OneDnn.attributes(false),
              false);
      Argument gradient = tape.fresh(tape.maps(step.input()));
      shared.put(DNNL_ARG_DIFF_DST, tape.gradient(step.output()));
      shared.put(DNNL_ARG_DIFF_SRC, gradient);
      tape.emit(new primitive(backward), backward, shared);
      tape.contribute(step.input(), gradient);
    };
  }

  /**
   * For each image {@code [cells, pixels] x [pixels, channels]}; backward by the transposed matrix.
   */
  Runnable uneven(Step step, Operation.UnevenPooling pooling) {
    Shape from = step.input().shape();
    int cells = pooling.size() * pooling.size();
    int pixels = from.height() * from.width();
    float[] shares = Objects.requireNonNull(graph.constants().get(step.name()));
    product(
        shares, cells, pixels, from.channels(), tape.map(step.input()), tape.put(step.output()));
    return () -> {
      float[] transposed = new float[shares.length];
      for (int i = 0; i < shares.length; i++) {
        transposed[i % pixels * cells + i / pixels] = shares[i];
      }
      Argument gradient = tape.fresh(tape.maps(step.input()));
      product(transposed, pixels, cells, from.channels(), tape.gradient(step.output()), gradient);
      tape.contribute(step.input(), gradient);
    };
  }

  /** The sum over the pixels of each channel of a gradient, in the shape of {@code to}. */
  Argument sum(Argument gradient, Value from, Value to) {
    int pixels = from.shape().height() * from.shape().width();
    float[] ones = new float[pixels];
    Arrays.fill(ones, 1);
    Argument sum = tape.fresh(tape.maps(to));
    product(ones, 1, pixels, from.shape().channels(), gradient, sum);
    return sum;
  }

  /** For each image {@code target = matrix x source}. */
  void product(
      float[] matrix, long rows, long columns, long channels, Argument source, Argument target) {
    memory.desc left = OneDnn.plain(tape.type(), 1, rows, columns);
    memory.desc right = OneDnn.plain(tape.type(), tape.n(), columns, channels);
    memory.desc result = OneDnn.plain(tape.type(), tape.n(), rows, channels);
    tape.multiply(
        tape.as(tape.constant(matrix, 1, rows, columns), left),
        tape.seenAs(source, right),
        tape.seenAs(target, result));
  }
}
