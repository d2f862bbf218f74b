package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.resnet4j.compiled.graph.Fusion;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;

/**
 * Writes networks in 8 bits as ONNX files (operator set 17) for inference, from {@code images [n,
 * c, h, w]} to {@code logits [n, classes]} in 32 bits and with any n. The files have QDQ form: each
 * operation stands in 32 bits between DequantizeLinear and QuantizeLinear nodes, which say how its
 * values and weights are kept. A runtime that knows the form computes the operation on the integers
 * themselves; another computes the same in floating point.
 */
public final class QdqExport {
  private QdqExport() {}

  /**
   * Writes what a {@link org.resnet4j.compiled.plan.Plan} in 8 bits computes; the file is replaced
   * whole or not at all. Weights and values are those of the plan, but for the branches of residual
   * sums: the plan adds them in 32 bits, the file rounds them first.
   *
   * @param quantisation of this network
   * @param input the shape of the images, which need not be that of the network's options
   * @param metadata texts for the file's {@code metadata_props}
   * @throws IllegalArgumentException if such images do not fit the network, or the quantisation is
   *     that of another
   * @throws FormatException if the file would have 2 GiB or more, which protobuf cannot hold
   */
  public static void write(
      Path file,
      Network network,
      Quantisation quantisation,
      Shape input,
      Map<String, String> metadata)
      throws IOException {
    try (Network folded = Folding.of(network).network()) {
      Graph steps = Fusion.of(Graph.of(folded.architecture().layers(), input)).graph();
      TypedGraph typed = TypedGraph.quantised(steps, quantisation.limits());
      OnnxSteps.file(network.architecture().name(), typed, folded.state(), metadata).write(file);
    }
  }
}
