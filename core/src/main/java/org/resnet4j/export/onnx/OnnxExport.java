package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.resnet4j.arch.Architecture;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * Writes networks as ONNX files (operator set 17) for inference, from {@code images [n, c, h, w]}
 * to {@code logits [n, classes]} with any n. Weights keep torchvision's names and their exact
 * values.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /**
   * Writes a network; the file is replaced atomically. Side classifiers are left out. For a network
   * without normalisations, fold it first ({@link org.resnet4j.torch.Folding}).
   *
   * @param metadata texts for the file's {@code metadata_props}
   * @throws FormatException if the file would have 2 GiB or more, which protobuf does not support
   */
  public static void write(Path file, Network network, Map<String, String> metadata)
      throws IOException {
    of(network.architecture(), network.state(), metadata).write(file);
  }

  /** The file of a network, which fetches the weights only when it is written. */
  static OnnxFile of(Architecture architecture, TensorMap state, Map<String, String> metadata) {
    Graph steps = Graph.of(architecture.layers(), architecture.options().input());
    TypedGraph inFloat = TypedGraph.of(steps, Form.F32);
    return OnnxSteps.file(architecture.name(), inFloat, state, metadata);
  }
}
