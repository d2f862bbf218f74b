package org.resnet4j.compiled.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.primitive;

/** Kernels on maps, shared by inference and both passes of training. */
public final class MapKernels {
  private MapKernels() {}

  /**
   * The sum or product of two maps.
   *
   * @param relu whether a ReLU follows
   */
  public static Kernel binary(
      Owner owner, algorithm kind, Argument a, Argument b, Argument result, boolean relu) {
    binary.primitive_desc description =
        new binary.primitive_desc(
            OneDnn.ENGINE,
            kind,
            a.description(),
            b.description(),
            result.description(),
            OneDnn.attributes(relu),
            false);
    return Kernel.of(
        owner,
        new primitive(description),
        description,
        Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, result));
  }

  /** A concatenation along the channels. */
  public static Kernel concatenation(Owner owner, List<Argument> parts, Argument whole) {
    memory.desc[] sources = parts.stream().map(Argument::description).toArray(memory.desc[]::new);
    concat.primitive_desc description =
        new concat.primitive_desc(
            OneDnn.ENGINE,
            whole.description(),
            1,
            new memory_desc_vector(sources),
            OneDnn.attributes(false),
            false);
    Map<Integer, Argument> arguments = new HashMap<>();
    for (int i = 0; i < sources.length; i++) {
      arguments.put(DNNL_ARG_MULTIPLE_SRC + i, parts.get(i));
    }
    arguments.put(DNNL_ARG_DST, whole);
    return Kernel.of(owner, new concat(description), description, arguments);
  }

  /** Products of matrices {@code [n, a, b] x [n, b, c]}; a matrix with n = 1 is broadcast. */
  public static Kernel product(Owner owner, Argument left, Argument right, Argument result) {
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            OneDnn.ENGINE,
            left.description(),
            right.description(),
            result.description(),
            OneDnn.attributes(false),
            false);
    return Kernel.of(
        owner,
        new primitive(description),
        description,
        Map.of(DNNL_ARG_SRC, left, DNNL_ARG_WEIGHTS, right, DNNL_ARG_DST, result));
  }
}
