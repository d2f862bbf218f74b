package org.resnet4j.compiled.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/**
 * A primitive made ready, with what it reads and writes.
 *
 * @param code what oneDNN generated for it
 * @param implementation which of oneDNN's it is, for example {@code brgconv_1x1:avx512_core}
 * @param arguments by oneDNN's numbers for their roles
 */
public record Kernel(primitive code, String implementation, Map<Integer, Argument> arguments) {
  public Kernel {
    arguments = Map.copyOf(arguments);
  }

  /**
   * A kernel with the memory for its own use that its description asks for.
   *
   * @param owner of what is made
   */
  public static Kernel of(
      Owner owner,
      primitive code,
      primitive_desc_base description,
      Map<Integer, ? extends Argument> arguments) {
    Map<Integer, Argument> all = new HashMap<>(arguments);
    memory.desc scratch = owner.keep(description.scratchpad_desc());
    if (scratch.get_size() > 0) {
      all.put(DNNL_ARG_SCRATCHPAD, new Argument.Scratch(scratch));
    }
    return new Kernel(owner.keep(code), description.impl_info_str().getString(), all);
  }
}
