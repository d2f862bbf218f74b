package org.resnet4j.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Options;
import org.resnet4j.data.Normalisation;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightsException;

/**
 * A trained network and what is needed to use it: its classes and how images become its input. Its
 * file is a safetensors file whose metadata hold the {@link Card}.
 */
public final class Model implements AutoCloseable {
  /** The weights that come with the library. */
  public static final List<String> EMBEDDED = List.of("resnet20-cifar10");

  private static final String KEY = "resnet4j";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final Network network;
  private final Card card;

  /**
   * What a file says about its weights.
   *
   * @param model the name in the catalog
   * @param classes the names of the classes, by logit
   * @param trainedOn the data set
   * @param top1 the share of its test images that were right, 0 to 1
   */
  public record Card(
      String model,
      Options options,
      List<String> classes,
      Normalisation normalisation,
      String trainedOn,
      double top1) {
    public Card {
      classes = List.copyOf(classes);
      if (classes.size() != options.classes()) {
        throw new IllegalArgumentException(
            "a network with "
                + options.classes()
                + " logits has "
                + classes.size()
                + " class names");
      }
    }
  }

  private Model(Network network, Card card) {
    this.network = network;
    this.card = card;
  }

  /**
   * Reads a model from a file, or by a name in {@link #EMBEDDED}.
   *
   * @throws WeightsException if the file is not a model of a network in the catalog
   */
  public static Model load(String source, Catalog catalog, Device device, Precision precision)
      throws IOException {
    if (EMBEDDED.contains(source) && !Files.exists(Path.of(source))) {
      try (InputStream in = Model.class.getResourceAsStream(source + ".safetensors")) {
        if (in == null) {
          throw new WeightsException("this build of the library lacks the weights " + source);
        }
        byte[] bytes = in.readAllBytes();
        try (SafeTensors file =
            SafeTensors.read(Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length)) {
          return of(file, source, catalog, device, precision);
        }
      }
    }
    try (SafeTensors file = SafeTensors.read(Path.of(source))) {
      return of(file, source, catalog, device, precision);
    }
  }

  private static Model of(
      SafeTensors file, String source, Catalog catalog, Device device, Precision precision)
      throws WeightsException {
    String json = file.metadata().get(KEY);
    if (json == null) {
      throw new WeightsException(
          source
              + " does not say which network its weights are for: it has no '"
              + KEY
              + "' entry");
    }
    try {
      Card card = JSON.readValue(json, Card.class);
      Architecture architecture = catalog.build(card.model(), options -> card.options());
      return new Model(Network.of(architecture, file.tensors(), device, precision), card);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String reason =
          e instanceof JsonProcessingException json2 ? json2.getOriginalMessage() : e.getMessage();
      throw new WeightsException(source + ": " + reason, e);
    }
  }

  /**
   * Writes weights and their card to a file, whole or not at all.
   *
   * @return the SHA-256 of the weights in hexadecimal digits
   */
  public static String save(Path file, Card card, TensorMap weights) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(KEY, JSON.writeValueAsString(card));
    return SafeTensors.write(file, metadata, weights);
  }

  /** The network with its weights; this model stays its owner. */
  public Network network() {
    return network;
  }

  /** What the file said. */
  public Card card() {
    return card;
  }

  /** Frees the network. */
  @Override
  public void close() {
    network.close();
  }
}
