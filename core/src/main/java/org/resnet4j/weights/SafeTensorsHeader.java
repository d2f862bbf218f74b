package org.resnet4j.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked: every tensor has a known type, a shape that fits its
 * bytes, and the tensors fill the data without a gap or an overlap.
 *
 * @param metadata the texts under {@code __metadata__}
 * @param entries the tensors in the order of their bytes
 */
record SafeTensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  /** Nesting and text limits keep a hostile header from taking memory or stack. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(SafeTensors.MAX_HEADER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The deepest shape that is accepted. */
  private static final int MAX_DIMENSIONS = 8;

  /**
   * One tensor.
   *
   * @param begin the first byte, counted from the end of the header
   * @param end the byte after the last one
   */
  record Entry(String name, TensorType type, List<Integer> shape, long begin, long end) {}

  /**
   * Reads a header.
   *
   * @param dataSize how many bytes follow the header in the file
   * @throws WeightsException if anything in it is wrong
   */
  static SafeTensorsHeader parse(byte[] json, long dataSize) throws WeightsException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new WeightsException("the header is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (java.io.IOException e) {
      throw new WeightsException("the header cannot be read: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new WeightsException("the header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        for (Map.Entry<String, JsonNode> text : field.getValue().properties()) {
          if (!text.getValue().isTextual()) {
            throw new WeightsException("the metadata '" + text.getKey() + "' is not a text");
          }
          metadata.put(text.getKey(), text.getValue().textValue());
        }
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireGapless(entries, dataSize);
    return new SafeTensorsHeader(metadata, entries);
  }

  private static Entry entry(String name, JsonNode node) throws WeightsException {
    TensorType type = TensorType.named(node.path("dtype").asText());
    if (type == null) {
      throw new WeightsException(
          "tensor '" + name + "' has the unknown type '" + node.path("dtype").asText() + "'");
    }
    JsonNode dimensions = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!dimensions.isArray() || dimensions.size() > MAX_DIMENSIONS) {
      throw new WeightsException(
          "tensor '" + name + "' has no shape of at most " + MAX_DIMENSIONS + " dimensions");
    }
    if (!offsets.isArray()
        || offsets.size() != 2
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).canConvertToLong()
        || !offsets.get(0).isIntegralNumber()
        || !offsets.get(1).isIntegralNumber()) {
      throw new WeightsException("tensor '" + name + "' has no pair of data_offsets");
    }
    List<Integer> shape = new ArrayList<>();
    long bytes = type.bytes();
    for (JsonNode dimension : dimensions) {
      if (!dimension.isIntegralNumber()
          || !dimension.canConvertToInt()
          || dimension.intValue() < 0) {
        throw new WeightsException("tensor '" + name + "' has the dimension " + dimension);
      }
      shape.add(dimension.intValue());
      try {
        bytes = Math.multiplyExact(bytes, dimension.longValue());
      } catch (ArithmeticException e) {
        throw new WeightsException("tensor '" + name + "' is larger than any file", e);
      }
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin < 0 || end < begin || end - begin != bytes) {
      throw new WeightsException(
          "tensor '"
              + name
              + "' needs "
              + bytes
              + " bytes but has offsets "
              + begin
              + " to "
              + end);
    }
    return new Entry(name, type, List.copyOf(shape), begin, end);
  }

  private static void requireGapless(List<Entry> entries, long dataSize) throws WeightsException {
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw new WeightsException(
            "tensor '"
                + entry.name()
                + "' begins at byte "
                + entry.begin()
                + " where "
                + position
                + " was due: tensors overlap or leave a gap");
      }
      position = entry.end();
    }
    if (position != dataSize) {
      throw new WeightsException(
          "the header promises "
              + position
              + " bytes of data, but the file has "
              + dataSize
              + (dataSize < position ? ": it was cut short" : ""));
    }
  }

  /** The same header without one of its texts. */
  SafeTensorsHeader without(String key) {
    Map<String, String> others = new LinkedHashMap<>(metadata);
    others.remove(key);
    return new SafeTensorsHeader(others, entries);
  }

  /**
   * The header as bytes of JSON, padded with spaces so that the data begin on an 8-byte boundary.
   */
  byte[] toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("__metadata__", metadata);
    for (Entry entry : entries) {
      root.put(
          entry.name(),
          Map.of(
              "dtype", entry.type().name(),
              "shape", entry.shape(),
              "data_offsets", List.of(entry.begin(), entry.end())));
    }
    try {
      byte[] json = ORDERED.writeValueAsBytes(root);
      byte[] padded = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
      java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
      return padded;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a header of texts and numbers is always JSON", e);
    }
  }

  /** Sorted keys inside a tensor's entry make equal weights equal files, byte for byte. */
  private static final JsonMapper ORDERED =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
}
