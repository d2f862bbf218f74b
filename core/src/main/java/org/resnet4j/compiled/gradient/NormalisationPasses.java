package org.resnet4j.compiled.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
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
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;

/** The passes of normalisations, by batch statistics or, where frozen, by running statistics. */
final class NormalisationPasses {
  private final Network network;
  private final Tape tape;
  private final List<Statistics> statistics = new ArrayList<>();

  /**
   * The batch statistics of a normalisation after the forward pass.
   *
   * @param mean of each channel
   * @param variance biased
   * @param count values per channel
   */
  record Statistics(
      BatchNorm norm, Argument.Variable mean, Argument.Variable variance, long count) {}

  NormalisationPasses(Network network, Tape tape) {
    this.network = network;
    this.tape = tape;
  }

  /** The batch statistics in the order of the steps. */
  List<Statistics> statistics() {
    return statistics;
  }

  /** Ioffe and Szegedy 2015, Algorithm 1, followed by the ReLU. */
  Runnable normalisation(Step step, Operation.Normalisation operation) {
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
        tape.keep(
            new batch_normalization_forward.primitive_desc(
                OneDnn.ENGINE,
                dnnl.dnnl_forward_training,
                maps,
                maps,
                (float) norm.epsilon(),
                flags,
                OneDnn.attributes(false),
                false));
    Map<Integer, Argument> shared = new HashMap<>();
    shared.put(DNNL_ARG_SRC, tape.map(step.input()));
    if (running) {
      shared.put(DNNL_ARG_MEAN, tape.outside(norm.mean().name(), each));
      shared.put(DNNL_ARG_VARIANCE, tape.outside(norm.variance().name(), each));
    } else {
      Argument.Variable mean = tape.fresh(each);
      Argument.Variable variance = tape.fresh(each);
      Shape shape = step.input().shape();
      long count = (long) tape.n() * shape.height() * shape.width();
      statistics.add(new Statistics(norm, mean, variance, count));
      shared.put(DNNL_ARG_MEAN, mean);
      shared.put(DNNL_ARG_VARIANCE, variance);
    }
    shared.put(DNNL_ARG_SCALE, tape.outside(norm.scale().name(), each));
    if (operation.relu()) { // Which values the ReLU let through.
      shared.put(DNNL_ARG_WORKSPACE, tape.fresh(forward.workspace_desc()));
    }
    Map<Integer, Argument> arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_SHIFT, tape.outside(norm.shift().name(), each));
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new primitive(forward), forward, arguments);
    return () -> {
      memory.desc lying = tape.maps(step.input());
      memory.desc row = OneDnn.plain(norm.channels());
      batch_normalization_backward.primitive_desc backward =
          new batch_normalization_backward.primitive_desc(
              OneDnn.ENGINE,
              dnnl.dnnl_backward,
              lying,
              lying,
              lying,
              (float) norm.epsilon(),
              flags,
              forward,
              OneDnn.attributes(false),
              false);
      Argument gradient = tape.fresh(lying);
      shared.put(DNNL_ARG_DIFF_DST, tape.gradient(step.output()));
      shared.put(DNNL_ARG_DIFF_SRC, gradient);
      shared.put(DNNL_ARG_DIFF_SCALE, tape.gradient(norm.scale().name(), row));
      shared.put(DNNL_ARG_DIFF_SHIFT, tape.gradient(norm.shift().name(), row));
      tape.emit(new primitive(backward), backward, shared);
      tape.contribute(step.input(), gradient);
    };
  }
}
