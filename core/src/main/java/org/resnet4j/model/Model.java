package org.resnet4j.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.compiled.plan.RangeCalibration;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

/**
 * A trained network with its classes and its preprocessing. Its file is a safetensors file whose
 * metadata hold the {@link ModelCard}.
 */
public final class Model implements AutoCloseable {
  /** The weights that come with the library. */
  public static final List<String> EMBEDDED = List.of("resnet20-cifar10");

  /** The key of the card in a file's metadata. */
  public static final String KEY = "resnet4j";

  /** The key of the {@link Quantisation} of int8 weights in a file's metadata. */
  public static final String QUANTISATION = "resnet4j.int8";

  private final Network network;
  private final ModelCard card;
  private final @Nullable Quantisation quantisation;
  private final Provenance provenance;

  Model(
      Network network, ModelCard card, @Nullable Quantisation quantisation, Provenance provenance) {
    this.network = network;
    this.card = card;
    this.quantisation = quantisation;
    this.provenance = provenance;
  }

  /**
   * As {@link #load(String, Hints, Catalog, Device, Precision)}, computed as the options say: in
   * int8 only on the processor, and only if no precision was requested.
   */
  public static Model load(String source, InferenceOptions options) throws IOException {
    return inRequestedNumbers(reader(options).read(source), options);
  }

  /**
   * As above, from a file alone.
   *
   * @throws FormatException also if there is no such file
   */
  public static Model load(Path file, InferenceOptions options) throws IOException {
    return inRequestedNumbers(reader(options).read(file, file.toString()), options);
  }

  private static ModelReader reader(InferenceOptions options) {
    Precision precision =
        options.precision() == null
            ? Precision.named("auto", options.device())
            : options.precision();
    return new ModelReader(
        options.hints(), options.catalog(), options.zoo(), options.device(), precision);
  }

  private static Model inRequestedNumbers(Model model, InferenceOptions options) {
    boolean asInFile = options.precision() == null && options.device() == Device.CPU;
    return asInFile ? model : model.withoutQuantisation();
  }

  /**
   * As {@link #load(String, Hints, Catalog, Device, Precision)}, in fp32 on the processor, as
   * required for export, quantization and comparison.
   */
  public static Model load(String source) throws IOException {
    return load(source, Hints.NONE, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  /** As {@link #load(String, Hints, Catalog, Device, Precision)}, without hints. */
  public static Model load(String source, Catalog catalog, Device device, Precision precision)
      throws IOException {
    return load(source, Hints.NONE, catalog, device, precision);
  }

  /** The names that {@link #load(String)} knows: the embedded weights first. */
  public static List<String> names() {
    return Stream.concat(EMBEDDED.stream(), ModelZoo.standard().names().stream()).toList();
  }

  /**
   * Reads a model from a file of any {@linkplain WeightFile known format}, from the folder of a run
   * (the best weights that it found), or by a name in {@link #EMBEDDED} or of {@link
   * ModelZoo#standard} that was fetched. A file that does not say which network it is for is
   * recognised by the names and shapes of its tensors. Weights without a head are read, too: {@link
   * #hasHead}.
   *
   * @param hints facts that override those of the file
   * @throws NoSuchWeightsException if neither a file nor weights have that name; nothing is
   *     downloaded
   * @throws FormatException if the file does not hold weights of a network in the catalog, has
   *     values that are not finite, or requires inputs that need too much memory; the message names
   *     it
   * @throws IllegalArgumentException if the hints do not fit the network
   */
  public static Model load(
      String source, Hints hints, Catalog catalog, Device device, Precision precision)
      throws IOException {
    return new ModelReader(hints, catalog, ModelZoo.standard(), device, precision).read(source);
  }

  /** A copy with another provenance that owns the same network. */
  Model with(Provenance more) {
    return new Model(network, card, quantisation, more);
  }

  /**
   * Writes weights and their card to a safetensors file, atomically.
   *
   * @return the SHA-256 of the weights in hexadecimal digits
   */
  public static String save(Path file, ModelCard card, TensorMap weights) throws IOException {
    return SafeTensors.write(file, metadata(card), weights);
  }

  /**
   * Writes a network in int8: its weights with their scales, all other tensors unchanged, and the
   * ranges of its values in the metadata.
   *
   * @return the SHA-256 of the tensors in hexadecimal digits
   */
  public static String save(Path file, ModelCard card, Network network, Quantisation quantisation)
      throws IOException {
    Map<String, String> metadata = metadata(card);
    metadata.put(QUANTISATION, quantisation.toJson());
    try (TensorMap tensors = Int8Weights.of(network)) {
      return SafeTensors.write(file, metadata, tensors);
    }
  }

  /** The metadata of a file of weights, from which the model is restored. */
  public static Map<String, String> metadata(ModelCard card) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(KEY, card.toJson());
    return metadata;
  }

  /**
   * Writes this model to a safetensors file that {@link #load} reads, atomically; a quantised model
   * with int8 weights.
   *
   * @return the SHA-256 of the tensors in hexadecimal digits
   */
  public String save(Path file) throws IOException {
    return quantisation == null
        ? save(file, card, network.state())
        : save(file, card, network, quantisation);
  }

  /**
   * Calibrates the ranges of all values on some images, by each method of calibration.
   *
   * @param images training images in the shape that the network takes; 256 are usual
   * @throws IllegalArgumentException if there are none, or they do not fit
   */
  public RangeCalibration calibrate(Dataset images) {
    try (Loader loader =
        Loader.evaluation(images, card.preprocessing().normalisation(), images.size())) {
      Batch batch = loader.next();
      if (batch == null) {
        throw new IllegalArgumentException("expected at least 1 image to calibrate on, got none");
      }
      return RangeCalibration.of(
          network, images.shape(), batch.pixels(), batch.size(), Torch.physicalCores());
    }
  }

  /** A copy that computes in int8 and owns the same network. */
  public Model withQuantisation(Quantisation value) {
    value.requireFit(network.architecture(), card.preprocessing().output());
    return new Model(network, card, value, provenance);
  }

  /**
   * A copy that computes in int8 by the best {@link #calibrate calibration} and owns the same
   * network.
   */
  public Model quantized(Dataset images) {
    return withQuantisation(calibrate(images).best());
  }

  /** The network with its weights; this model stays its owner. */
  public Network network() {
    return network;
  }

  Provenance provenance() {
    return provenance;
  }

  /** The card from the file, or the assumed one. */
  public ModelCard card() {
    return card;
  }

  /** The int8 quantization, if its file holds one. */
  public Optional<Quantisation> quantisation() {
    return Optional.ofNullable(quantisation);
  }

  /** The name of the inference precision: int8, or the network's precision. */
  public String numbers() {
    return quantisation == null ? network.precision().toString() : "int8";
  }

  /** A copy that computes in the network's precision and owns the same network. */
  public Model withoutQuantisation() {
    return new Model(network, card, null, provenance);
  }

  /** The assumptions about a file that does not state everything; empty if there were none. */
  public String assumption() {
    return provenance.assumption();
  }

  /**
   * Notes on what was selected from a file with more than these weights, and what was ignored, one
   * line each.
   */
  public List<String> notes() {
    return provenance.notes();
  }

  /**
   * Whether the weights include a head: the layer that gives the logits. Without one, the head is
   * zero, and the network is usable only for features and fine-tuning.
   */
  public boolean hasHead() {
    return provenance.hasHead();
  }

  /**
   * Returns this model if it has a head.
   *
   * @throws FormatException if it has none
   */
  public Model requireHead() {
    if (!hasHead()) {
      throw new FormatException(
          "these weights of "
              + card.model()
              + " have no head ("
              + String.join(", ", new Backbone(network.architecture()).head())
              + ")"
              + (notes().isEmpty() ? "" : " (" + String.join("; ", notes()) + ")")
              + ": fine-tune them on your classes");
    }
    return this;
  }

  /** Frees the network. */
  @Override
  public void close() {
    network.close();
  }
}
