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
 * Writes int8 networks as ONNX files (operator set 17) for inference, from {@code images [n, c, h,
 * w]} to {@code logits [n, classes]} in fp32 and with any n. The files use the QDQ form: each fp32
 * operation is surrounded by DequantizeLinear and QuantizeLinear nodes, which define how its values
 * and weights are stored. A runtime that supports the form computes on the integers directly;
 * others compute the same in floating point.
 */
public final class QdqExport {
  private QdqExport() {}

  /**
   * Writes the computation of an int8 {@link org.resnet4j.compiled.plan.Plan}; the file is replaced
   * atomically. Weights and values match the plan's, except in the branches of residual sums: the
   * plan adds them in fp32, the file rounds them first.
   *
   * @param quantisation of this network
   * @param input the shape of the images, which need not be that of the network's options
   * @param metadata texts for the file's {@code metadata_props}
   * @throws IllegalArgumentException if the images do not fit the network, or the quantisation is
   *     of another network
   * @throws FormatException if the file would have 2 GiB or more, which protobuf does not support
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
