package org.resnet4j.weights.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.resnet4j.arch.Architecture;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.WeightsException;
import org.resnet4j.weights.onnx.OnnxOps.Value;

/**
 * Writes networks as ONNX files (operator set 17) for inference, from {@code images [n, c, h, w]}
 * to {@code logits [n, classes]} with any n. Weights keep torchvision's names, and their bits.
 */
public final class OnnxExport {
  /** Operator sets up to 17 came with ONNX 1.12, whose IR version is 8. */
  private static final int OPERATOR_SET = 17;

  private static final int IR_VERSION = 8;

  private OnnxExport() {}

  /**
   * Writes a network; the file is replaced whole or not at all. Side classifiers are left out. For
   * a network without normalisations, fold it first ({@link org.resnet4j.torch.Folding}).
   *
   * @param metadata texts for the file's {@code metadata_props}
   * @throws WeightsException if the file would have 2 GiB or more, which protobuf cannot hold
   */
  public static void write(Path file, Network network, Map<String, String> metadata)
      throws IOException {
    write(file, model(network.architecture(), network.state(), metadata));
  }

  /** The file, a ModelProto, which fetches the weights only when it is written. */
  static Message model(Architecture architecture, TensorMap state, Map<String, String> metadata) {
    OnnxOps ops = new OnnxOps(architecture, state);
    Value images = new Value("images", architecture.options().input());
    Value result = architecture.layers().apply(ops, images);
    Message model =
        new Message()
            .number(1, IR_VERSION)
            .text(2, "ResNet4J")
            .message(7, ops.graph(architecture.name(), images, result, "logits"))
            .message(8, new Message().text(1, "").number(2, OPERATOR_SET));
    new TreeMap<>(metadata)
        .forEach((key, value) -> model.message(14, new Message().text(1, key).text(2, value)));
    return model;
  }

  static void write(Path file, Message model) throws IOException {
    if (model.size() > Integer.MAX_VALUE) {
      throw new WeightsException(
          file
              + " would have "
              + model.size()
              + " bytes, and an ONNX file must stay below 2 GiB: write safetensors instead");
    }
    AtomicFile.write(file, model::writeTo);
  }
}
