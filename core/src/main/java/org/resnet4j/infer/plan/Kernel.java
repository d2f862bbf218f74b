package org.resnet4j.infer.plan;

import java.util.Map;
import org.bytedeco.dnnl.primitive;

/**
 * A step made ready for one size of batch.
 *
 * @param code what oneDNN generated for it
 * @param implementation which of oneDNN's it is, for example {@code brgconv_1x1:avx512_core}
 * @param arguments by oneDNN's numbers for their roles
 */
record Kernel(primitive code, String implementation, Map<Integer, Argument> arguments) {
  Kernel {
    arguments = Map.copyOf(arguments);
  }
}
