package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.ProtobufMessage;
import org.resnet4j.layer.Shape;

/**
 * An ONNX file (operator set 17) around a graph from {@code images [n, c, h, w]} to {@code logits
 * [n, classes]}.
 *
 * @param name of the network
 * @param image the shape of one image
 * @param result the value of the graph that holds the logits; it has no other consumer
 * @param classes the number of logits of an image
 * @param metadata texts for the file's {@code metadata_props}
 */
public record OnnxFile(
    String name,
    Shape image,
    OnnxGraph graph,
    String result,
    long classes,
    Map<String, String> metadata) {
  /** The name of the images in the graph. */
  public static final String INPUT = "images";

  /** The name of the logits in the file. */
  static final String OUTPUT = "logits";

  /** ONNX 1.12, with IR version 8, supports operator sets up to 17. */
  private static final int OPERATOR_SET = 17;

  private static final int IR_VERSION = 8;

  /** Makes the metadata unmodifiable. */
  public OnnxFile {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Writes the file, which is replaced atomically.
   *
   * @throws FormatException if it would have 2 GiB or more, which protobuf does not support
   */
  public void write(Path file) throws IOException {
    write(file, toMessage());
  }

  static void write(Path file, ProtobufMessage model) throws IOException {
    if (model.size() > Integer.MAX_VALUE) {
      throw new FormatException(
          "expected an ONNX file of less than 2 GiB, got "
              + model.size()
              + " bytes: write safetensors instead");
    }
    AtomicFile.write(file, model::writeTo);
  }

  /** The file, a ModelProto, which fetches large constants only when it is written. */
  ProtobufMessage toMessage() {
    ProtobufMessage model =
        new ProtobufMessage()
            .number(1, IR_VERSION)
            .text(2, "ResNet4J")
            .message(7, graph.toMessage(name, image, result, classes))
            .message(8, new ProtobufMessage().text(1, "").number(2, OPERATOR_SET));
    new TreeMap<>(metadata)
        .forEach(
            (key, value) -> model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
    return model;
  }
}
