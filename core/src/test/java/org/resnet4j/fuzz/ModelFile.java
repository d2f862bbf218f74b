package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.layer.Parameter;
import org.resnet4j.model.Model;
import org.resnet4j.model.UntrustedModel;

/** Files of the smallest network, which are sound but for what is said of them. */
final class ModelFile {
  /** What tensors are full of: as a float 0.046, as a byte 61. */
  static final byte FILLED = 0x3d;

  private ModelFile() {}

  /** From a line with a card, one with a quantisation or nothing, and bytes of tensors. */
  static byte[] ofLines(byte[] input) {
    int card = end(input, 0);
    int quantisation = end(input, card + 1);
    return of(
        new String(input, 0, card, UTF_8),
        new String(
            input, Math.min(card + 1, input.length), Math.max(0, quantisation - card - 1), UTF_8),
        Arrays.copyOfRange(input, Math.min(quantisation + 1, input.length), input.length));
  }

  private static int end(byte[] input, int from) {
    int at = Math.min(from, input.length);
    while (at < input.length && input[at] != '\n') {
      at++;
    }
    return at;
  }

  /**
   * A safetensors file.
   *
   * @param quantisation for weights in 8 bits, or an empty text
   * @param data the first bytes of its tensors
   */
  static byte[] of(String card, String quantisation, byte[] data) {
    Map<String, Object> header = new LinkedHashMap<>();
    boolean eight = !quantisation.isEmpty();
    header.put(
        "__metadata__",
        eight
            ? Map.of(Model.KEY, card, Model.QUANTISATION, quantisation)
            : Map.of(Model.KEY, card));
    int size = 0;
    for (Parameter parameter : UntrustedModel.parameters()) {
      boolean quantised = eight && parameter.role() == Parameter.Role.WEIGHT;
      boolean counter = parameter.role() == Parameter.Role.BATCHES;
      String type = quantised ? "I8" : counter ? "I64" : "F32";
      int bytes = (int) parameter.size() * (quantised ? 1 : counter ? 8 : 4);
      size = put(header, parameter.name(), type, parameter.shape(), size, bytes);
      if (quantised) {
        List<Integer> outputs = List.of(parameter.shape().get(0));
        size = put(header, parameter.name() + "_scale", "F32", outputs, size, 4 * outputs.get(0));
      }
    }
    byte[] json = json(header);
    byte[] tensors = new byte[size];
    Arrays.fill(tensors, FILLED);
    System.arraycopy(data, 0, tensors, 0, Math.min(data.length, size));
    return ByteBuffer.allocate(8 + json.length + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(tensors)
        .array();
  }

  private static int put(
      Map<String, Object> header,
      String name,
      String type,
      List<Integer> shape,
      int at,
      int bytes) {
    header.put(
        name, Map.of("dtype", type, "shape", shape, "data_offsets", List.of(at, at + bytes)));
    return at + bytes;
  }

  private static byte[] json(Map<String, Object> header) {
    try {
      return JsonMapper.builder().build().writeValueAsBytes(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
