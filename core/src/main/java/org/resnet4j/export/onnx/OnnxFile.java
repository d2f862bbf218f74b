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
 * @param result which value of the graph are the logits; nobody else reads it
 * @param classes how many logits an image has
 * @param metadata texts for the file's {@code metadata_props}
 */
public record OnnxFile(
    String name,
    Shape image,
    OnnxGraph graph,
    String result,
    long classes,
    Map<String, String> metadata) {
  /** What the images are called in the graph. */
  public static final String INPUT = "images";

  /** What the logits are called in the file. */
  static final String OUTPUT = "logits";

  /** Operator sets up to 17 came with ONNX 1.12, whose IR version is 8. */
  private static final int OPERATOR_SET = 17;

  private static final int IR_VERSION = 8;

  /** Makes the metadata unmodifiable. */
  public OnnxFile {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Writes the file, which is replaced whole or not at all.
   *
   * @throws FormatException if it would have 2 GiB or more, which protobuf cannot hold
   */
  public void write(Path file) throws IOException {
    write(file, toMessage());
  }

  static void write(Path file, ProtobufMessage model) throws IOException {
    if (model.size() > Integer.MAX_VALUE) {
      throw new FormatException(
          file
              + " would have "
              + model.size()
              + " bytes, and an ONNX file must stay below 2 GiB: write safetensors instead");
    }
    AtomicFile.write(file, model::writeTo);
  }

  /** The file, a ModelProto, which fetches bulky constants only when it is written. */
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
