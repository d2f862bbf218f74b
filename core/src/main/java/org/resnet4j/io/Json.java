package org.resnet4j.io;

import static com.fasterxml.jackson.annotation.Nulls.FAIL;
import static com.fasterxml.jackson.annotation.Nulls.SET;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Executable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.text.Names;

/**
 * Records to and from JSON. Every component of a record must be present unless it is marked
 * optional, and only {@link Nullable} components may be null.
 */
public final class Json {
  /** More than a log of 100,000 epochs. */
  private static final long MOST_BYTES = 64L << 20;

  /** The name of the value that stands for what a file does not have. */
  private static final String ABSENT = "absent";

  /**
   * Marks a {@link Nullable} component that a file may lack: it is then null. Where it is null, or
   * an empty list, it is not written.
   */
  @JacksonAnnotationsInside
  @JacksonInject(ABSENT)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
  public @interface Optional {}

  private static final Pattern MISSING = Pattern.compile("^Missing creator property '([^']*)'");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .injectableValues(new Absent())
          .annotationIntrospector(new Nulls())
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(FAIL, FAIL))
          .build();

  /** Nothing, for every optional component. */
  private static final class Absent extends InjectableValues {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findInjectableValue(
        DeserializationContext context,
        Object id,
        BeanProperty property,
        @Nullable Object bean,
        @Nullable Boolean optional,
        @Nullable Boolean useInput) {
      return null;
    }

    @Override
    @Deprecated
    public @Nullable Object findInjectableValue(
        Object id, DeserializationContext context, BeanProperty property, @Nullable Object bean) {
      throw new UnsupportedOperationException("replaced by the method above");
    }
  }

  /** Permits null for annotated record components. */
  private static final class Nulls extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
      return annotated instanceof AnnotatedParameter parameter && mayBeNull(parameter)
          ? JsonSetter.Value.forValueNulls(SET)
          : super.findSetterInfo(annotated);
    }

    /** Jackson wants another id for every component of a record. */
    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
      JacksonInject.Value value = super.findInjectableValue(member);
      return value != null && member instanceof AnnotatedParameter parameter
          ? value.withId(ABSENT + parameter.getIndex())
          : null;
    }

    private static boolean mayBeNull(AnnotatedParameter parameter) {
      return parameter.getOwner().getAnnotated() instanceof Executable owner
          && owner.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
              Nullable.class);
    }
  }

  private Json() {}

  /** On one line. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always JSON", e);
    }
  }

  /** Human-readable: indented, one value per line. */
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
   * @throws FormatException if the file is not UTF-8 or does not match the record; it names the
   *     file
   * @throws IOException if it cannot be read
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    RegularFile.require(file, "a file of JSON");
    try {
      requireModest(file);
      return read(Files.readString(file), type);
    } catch (FormatException | CharacterCodingException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Reads records from a file, one per line.
   *
   * @throws FormatException if the file is not UTF-8 or a line does not match the record; it names
   *     the file
   * @throws IOException if it cannot be read
   */
  public static <T> List<T> readLines(Path file, Class<T> type) throws IOException {
    List<T> records = new ArrayList<>();
    RegularFile.require(file, "a file of JSON");
    try {
      requireModest(file);
      for (String line : Files.readAllLines(file)) {
        records.add(read(line, type));
      }
    } catch (FormatException | CharacterCodingException e) {
      throw damaged(file, e);
    }
    return records;
  }

  private static void requireModest(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new FormatException(
          "expected at most " + MOST_BYTES + " bytes of JSON, got " + Files.size(file));
    }
  }

  private static FormatException damaged(Path file, Exception why) {
    return new FormatException(file, "it is damaged: " + why.getMessage(), why);
  }

  /**
   * Reads a record.
   *
   * @throws FormatException if the text does not match the record
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      T record = MAPPER.readValue(json, type);
      if (record == null) {
        throw new FormatException("not a valid record: null");
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new FormatException("not a valid record: " + reason(e), e);
    }
  }

  /** A record as a tree. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * A text as a tree.
   *
   * @throws FormatException if it is not JSON
   */
  static JsonNode parse(String json) {
    try {
      return MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(json);
    } catch (JsonProcessingException e) {
      throw new FormatException("it is not JSON: " + reason(e), e);
    }
  }

  /** Which field is wrong and why, in one line. */
  private static String reason(JsonProcessingException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : String.valueOf(root.getMessage());
    String line = why.lines().findFirst().orElse("");
    if (root instanceof UnrecognizedPropertyException unknown) {
      List<String> known =
          (unknown.getKnownPropertyIds() == null ? List.of() : unknown.getKnownPropertyIds())
              .stream().map(String::valueOf).filter(name -> !name.isEmpty()).toList();
      String near = Names.suggestion(unknown.getPropertyName(), known);
      line = "unknown" + (near.isEmpty() ? "; expected one of " + String.join(", ", known) : near);
    }
    Matcher missing = MISSING.matcher(line);
    if (missing.find()) {
      line = "field '" + missing.group(1) + "' is missing";
    }
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return line;
    }
    String field =
        mapping.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining())
            .substring(1);
    return "field '" + field + "': " + line;
  }
}
