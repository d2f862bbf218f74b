package org.resnet4j.model;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.block.Options;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;

/**
 * The facts about weights that their use requires (Mitchell et al. 2019, "Model Cards for Model
 * Reporting", arXiv 1810.03993).
 *
 * @param model the name in the catalog
 * @param options of the network; its input always matches the preprocessing
 * @param classes the names of the classes, by logit
 * @param trainedOn the data set; empty if unknown
 * @param top1 the accuracy on its test images, 0 to 1; null if unknown
 */
public record ModelCard(
    String model,
    Options options,
    List<String> classes,
    Preprocessing preprocessing,
    String trainedOn,
    @Nullable Double top1) {
  /** The value of {@link #trainedOn} for ILSVRC 2012. */
  public static final String IMAGENET = "imagenet";

  /** WordNet IDs, which name ImageNet's folders. */
  private static final Pattern WORDNET = Pattern.compile("n[0-9]{8}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ModelCard {
    require("model", model);
    require("options", options);
    require("classes", classes);
    require("preprocessing", preprocessing);
    require("trainedOn", trainedOn);
    classes = List.copyOf(classes);
    if (options.classes() < 2) {
      throw new IllegalArgumentException("expected at least 2 classes, got " + options.classes());
    }
    if (classes.size() != options.classes()) {
      throw new IllegalArgumentException(
          "expected "
              + options.classes()
              + " class names, one for each logit, got "
              + classes.size());
    }
    options =
        options.withInput(
            new Shape(
                options.input().channels(),
                preprocessing.frame().height(),
                preprocessing.frame().width()));
    if (preprocessing.normalisation().mean().size() != options.input().channels()) {
      throw new IllegalArgumentException(
          "expected a normalisation of "
              + options.input().channels()
              + " channels, as the network has, got one of "
              + preprocessing.normalisation().mean().size());
    }
  }

  /** Fails if a part is missing; files may omit any part. */
  static void require(String part, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("its " + part + " is missing");
    }
  }

  /** Placeholder names: {@code class 0} and so on. */
  static List<String> unnamed(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  /** Whether the classes have names other than placeholders. */
  public boolean named() {
    return !classes.equals(unnamed(classes.size()));
  }

  /**
   * The names, by logit, that a data set's classes are matched with: WordNet IDs if the data set
   * uses them and the weights were trained on ImageNet; the data set's own names if the weights
   * have the same number of unnamed classes; otherwise the names of the weights' classes.
   *
   * @param others the classes of the data set
   */
  public List<String> keys(List<String> others) {
    if (!named() && others.size() == classes.size()) {
      return others;
    }
    boolean ids =
        trainedOn.equals(IMAGENET) && others.stream().allMatch(WORDNET.asMatchPredicate());
    return ids ? Conventions.imageNetIds() : classes;
  }

  /** The card with other class names, one for each logit. */
  public ModelCard withClasses(List<String> names) {
    return new ModelCard(model, options, names, preprocessing, trainedOn, top1);
  }

  /** The card with another preprocessing. */
  public ModelCard withPreprocessing(Preprocessing value) {
    return new ModelCard(model, options, classes, value, trainedOn, top1);
  }

  /** As JSON on one line, for the metadata of a file. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a card of plain values is always JSON", e);
    }
  }

  /**
   * Reads a card. Cards of earlier versions have no frame, and the normalisation beside the
   * options.
   *
   * @throws FormatException if it is not a valid card
   */
  static ModelCard parse(String json) {
    try {
      if (!(JSON.readTree(json) instanceof ObjectNode card)) {
        throw new FormatException("its model card is not valid: expected a JSON object");
      }
      if (card.has("normalisation")) {
        int side = card.path("options").path("input").path("height").asInt();
        card.putObject("preprocessing")
            .putPOJO("frame", ResizeCrop.square(side))
            .set("normalisation", card.remove("normalisation"));
      }
      return JSON.treeToValue(card, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new FormatException("its model card is not valid: " + reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new FormatException("its model card is not valid: " + e.getMessage(), e);
    }
  }

  /** The reason without the parser's terms. */
  private static String reason(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException ours) {
      return String.valueOf(ours.getMessage());
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
              .map(part -> String.valueOf(part.getFieldName()))
              .collect(Collectors.joining("."))
          + " is missing or has the wrong type";
    }
    return e instanceof JsonParseException ? "it is not JSON" : "a part is missing or unknown";
  }
}
