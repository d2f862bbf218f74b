package org.resnet4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.resnet4j.weights.WeightsException;

/** Records as JSON and back. What a record has must be in the file, unless it may be missing. */
public final class Json {
  /**
   * Marks a component that files of earlier versions lack, as
   * {@code @JacksonInject(Json.OPTIONAL)}: it is null then.
   */
  public static final String OPTIONAL = "optional";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .injectableValues(new InjectableValues.Std().addValue(OPTIONAL, null))
          .build();

  private Json() {}

  /** On one line. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always JSON", e);
    }
  }

  /** For people: indented, a value a line. */
  public static String pretty(Object value) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always JSON", e);
    }
  }

  /**
   * Reads a record from a file.
   *
   * @throws WeightsException if the file is not UTF-8 or not what the record needs; it names the
   *     file
   * @throws IOException if it cannot be read
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return read(Files.readString(file), type);
    } catch (WeightsException | CharacterCodingException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Reads records from a file, one a line.
   *
   * @throws WeightsException if the file is not UTF-8 or a line not what the record needs; it names
   *     the file
   * @throws IOException if it cannot be read
   */
  public static <T> List<T> readLines(Path file, Class<T> type) throws IOException {
    List<T> records = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        records.add(read(line, type));
      }
    } catch (WeightsException | CharacterCodingException e) {
      throw damaged(file, e);
    }
    return records;
  }

  private static WeightsException damaged(Path file, IOException why) {
    return new WeightsException(file + " is damaged: " + why.getMessage(), why);
  }

  /**
   * Reads a record.
   *
   * @throws WeightsException if the text is not what the record needs
   */
  public static <T> T read(String json, Class<T> type) throws WeightsException {
    try {
      T record = MAPPER.readValue(json, type);
      if (record == null) {
        throw new WeightsException("not a valid record: null");
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new WeightsException("not a valid record: " + e.getOriginalMessage(), e);
    }
  }
}
