package org.resnet4j.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.TensorType;

/**
 * The validated header of a safetensors file: every tensor has a known type and a shape that
 * matches its bytes, and the tensors cover the data without gap or overlap.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param entries the tensors in the order of their bytes
 */
record SafeTensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  /**
   * Nesting and string limits keep a hostile header from exhausting memory or stack. Jackson would
   * store every name of every object, for reuse or duplicate detection, so both are off.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxStringLength(SafeTensors.MAX_HEADER / 4)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** More than a checkpoint of the deepest network of the catalog has with its optimizer. */
  private static final int FREE_TENSORS = 20_000;

  /** Each further tensor needs data in proportion, as its bookkeeping takes 2 kB of memory. */
  private static final int DATA_PER_TENSOR = 512;

  private static final int MAX_TEXTS = 10_000;

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
   * @param dataSize the number of bytes after the header
   * @throws FormatException if it is invalid
   */
  static SafeTensorsHeader parse(byte[] json, long dataSize) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new FormatException("the header is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("__metadata__")) {
          readTexts(parser, metadata);
        } else {
          requireModest(entries.size() + 1, dataSize);
          entries.add(entry(name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw new FormatException("the header is not valid JSON: something follows its object");
      }
    } catch (JsonProcessingException e) {
      throw new FormatException("the header is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new FormatException("the header cannot be read: " + e.getMessage(), e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireDistinct(entries);
    requireGapless(entries, dataSize);
    return new SafeTensorsHeader(metadata, entries);
  }

  /**
   * @throws FormatException if the data are too small for the number of tensors
   */
  static void requireModest(int tensors, long dataSize) {
    if (tensors > FREE_TENSORS + dataSize / DATA_PER_TENSOR) {
      throw new FormatException(
          "over " + (tensors - 1) + " tensors are too many for " + dataSize + " bytes of data");
    }
  }

  private static void readTexts(JsonParser parser, Map<String, String> texts) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new FormatException("the metadata is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new FormatException("the metadata '" + key + "' is not a string");
      }
      if (texts.size() == MAX_TEXTS) {
        throw new FormatException("the metadata has over " + MAX_TEXTS + " texts");
      }
      if (texts.put(key, parser.getText()) != null) {
        throw new FormatException("the metadata holds '" + key + "' twice");
      }
    }
  }

  private static Entry entry(String name, JsonParser parser) throws IOException {
    String type = "";
    List<Long> dimensions = null;
    List<Long> offsets = null;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if ((!type.isEmpty() && field.equals("dtype"))
            || (dimensions != null && field.equals("shape"))
            || (offsets != null && field.equals("data_offsets"))) {
          throw new FormatException("tensor '" + name + "' has " + field + " twice");
        }
        switch (field) {
          case "dtype" -> type = parser.getValueAsString("");
          case "shape" -> dimensions = numbers(parser);
          case "data_offsets" -> offsets = numbers(parser);
          default -> {}
        }
        parser.skipChildren();
      }
    } else {
      parser.skipChildren();
    }
    return entry(name, type, dimensions, offsets);
  }

  /** A list of integers, or null if it is something else or too long. */
  private static @Nullable List<Long> numbers(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return null;
    }
    List<Long> numbers = new ArrayList<>();
    boolean good = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      good &=
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && numbers.size() < MAX_DIMENSIONS;
      if (good) {
        numbers.add(parser.getLongValue());
      }
      parser.skipChildren();
    }
    return good ? numbers : null;
  }

  private static Entry entry(
      String name, String typeName, @Nullable List<Long> dimensions, @Nullable List<Long> offsets) {
    TensorType type = TensorType.named(typeName);
    if (type == null) {
      throw new FormatException("tensor '" + name + "' has the unknown type '" + typeName + "'");
    }
    if (dimensions == null) {
      throw new FormatException(
          "tensor '" + name + "' has no shape of at most " + MAX_DIMENSIONS + " dimensions");
    }
    if (offsets == null || offsets.size() != 2) {
      throw new FormatException("tensor '" + name + "' has no pair of data_offsets");
    }
    List<Integer> shape = new ArrayList<>();
    long bytes = type.bytes();
    long withoutZeros = type.bytes(); // libtorch multiplies them too, and must not overflow
    for (long dimension : dimensions) {
      if (dimension < 0 || dimension > Integer.MAX_VALUE) {
        throw new FormatException("tensor '" + name + "' has the dimension " + dimension);
      }
      shape.add((int) dimension);
      try {
        withoutZeros = Math.multiplyExact(withoutZeros, Math.max(1, dimension));
        bytes *= dimension;
      } catch (ArithmeticException e) {
        throw new FormatException("tensor '" + name + "' is larger than any file", e);
      }
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin < 0 || end < begin || end - begin != bytes) {
      throw new FormatException(
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

  private static void requireDistinct(List<Entry> entries) {
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      if (!names.add(entry.name())) {
        throw new FormatException("the header holds tensor '" + entry.name() + "' twice");
      }
    }
  }

  private static void requireGapless(List<Entry> entries, long dataSize) {
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw new FormatException(
            "tensor '"
                + entry.name()
                + "' begins at byte "
                + entry.begin()
                + " where "
                + position
                + " was expected: tensors overlap or leave a gap");
      }
      position = entry.end();
    }
    if (position != dataSize) {
      throw new FormatException(
          "the header promises "
              + position
              + " bytes of data, but the file has "
              + dataSize
              + (dataSize < position ? ": it is truncated" : ""));
    }
  }

  /** The same header without one metadata entry. */
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
