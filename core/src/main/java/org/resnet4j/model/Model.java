package org.resnet4j.model;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.io.DemoFiles;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.Recognised;
import org.resnet4j.weights.Recognition;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

/**
 * A trained network and what is needed to use it: its classes and how images become its input. Its
 * file is a safetensors file whose metadata hold the {@link ModelCard}.
 */
public final class Model implements AutoCloseable {
  /** The weights that come with the library. */
  public static final List<String> EMBEDDED = List.of("resnet20-cifar10");

  /** Under which key the metadata of a file hold the card. */
  public static final String KEY = "resnet4j";

  /** Under which key they hold the {@link Quantisation} of weights in 8 bits. */
  public static final String QUANTISATION = "resnet4j.int8";

  private final Network network;
  private final ModelCard card;
  private final @Nullable Quantisation quantisation;
  private final Provenance provenance;

  private Model(
      Network network, ModelCard card, @Nullable Quantisation quantisation, Provenance provenance) {
    this.network = network;
    this.card = card;
    this.quantisation = quantisation;
    this.provenance = provenance;
  }

  /**
   * As {@link #load(String, Hints, Catalog, Device, Precision)}, to be computed as the options say:
   * in 8 bits only on the processor, and only if no precision was asked for.
   */
  public static Model load(String source, InferenceOptions options) throws IOException {
    return inAskedNumbers(
        load(source, options.hints(), options.catalog(), options.device(), precision(options)),
        options);
  }

  /**
   * As above, from a file alone.
   *
   * @throws FormatException also if there is no such file
   */
  public static Model load(Path file, InferenceOptions options) throws IOException {
    Hints known = PublishedWeights.in(file).map(options.hints()::or).orElse(options.hints());
    return inAskedNumbers(
        read(file, file.toString(), known, options.catalog(), options.device(), precision(options)),
        options);
  }

  private static Precision precision(InferenceOptions options) {
    return options.precision() == null
        ? Precision.named("auto", options.device())
        : options.precision();
  }

  private static Model inAskedNumbers(Model model, InferenceOptions options) {
    boolean asTheFile = options.precision() == null && options.device() == Device.CPU;
    return asTheFile ? model : model.withoutQuantisation();
  }

  /** As {@link #load(String, Hints, Catalog, Device, Precision)}, knowing no more than the file. */
  public static Model load(String source, Catalog catalog, Device device, Precision precision)
      throws IOException {
    return load(source, Hints.NONE, catalog, device, precision);
  }

  /** The names that {@link #load} knows: the embedded weights first. */
  public static List<String> names() {
    return Stream.concat(
            EMBEDDED.stream(), PublishedWeights.all().stream().map(PublishedWeights::name))
        .toList();
  }

  /**
   * Reads a model from a file of any {@linkplain WeightFile known format}, from the folder of a run
   * (the best weights that it found), or by a name in {@link #EMBEDDED} or of {@link
   * PublishedWeights} that were fetched. A file that does not say which network it is for is
   * recognised by the names and shapes of its tensors. Weights without a head are read, too: {@link
   * #hasHead}.
   *
   * @param hints what the caller knows better
   * @throws NoSuchWeightsException if there is neither such a file nor such a name; nothing is
   *     fetched
   * @throws FormatException if the file is not one of weights of a network in the catalog, holds
   *     values that are no finite numbers, or asks for images that take memory out of proportion;
   *     the message names it
   * @throws IllegalArgumentException if the hints do not fit the network
   */
  public static Model load(
      String source, Hints hints, Catalog catalog, Device device, Precision precision)
      throws IOException {
    Path path = Path.of(source);
    if (Files.exists(path)) {
      Hints known = PublishedWeights.in(path).map(hints::or).orElse(hints);
      return read(path, source, known, catalog, device, precision);
    }
    if (EMBEDDED.contains(source)) {
      try (SafeTensors file = embedded(source)) {
        return of(file.metadata(), file.tensors(), "", hints, catalog, device, precision);
      } catch (Hints.Unfit e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      } catch (FormatException | IllegalArgumentException e) {
        throw new FormatException(source + ": " + e.getMessage(), e);
      }
    }
    PublishedWeights published =
        PublishedWeights.named(source)
            .filter(PublishedWeights::isPresent)
            .orElseThrow(() -> new NoSuchWeightsException(source));
    published.requireUnchanged();
    Hints known = hints.or(published.hints());
    return read(published.path(), source, known, catalog, device, precision);
  }

  private static Model read(
      Path path, String source, Hints hints, Catalog catalog, Device device, Precision precision)
      throws IOException {
    Path best = BestWeights.in(path);
    try (WeightFile file = WeightFile.read(best, hints.key())) { // Its errors name the file.
      Model model = read(file, source, hints, catalog, device, precision);
      String run = best.equals(path) ? "" : "took " + BestWeights.FILE + " of this run";
      return model.with(model.provenance.with(run));
    }
  }

  /** From a file that stays the caller's; errors begin with the source. */
  static Model read(
      WeightFile file,
      String source,
      Hints hints,
      Catalog catalog,
      Device device,
      Precision precision)
      throws IOException {
    try {
      Model model =
          of(file.metadata(), file.tensors(), file.wrapping(), hints, catalog, device, precision);
      return model.with(model.provenance.with(file.note()));
    } catch (Hints.Unfit e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    } catch (FormatException | IllegalArgumentException e) {
      throw new FormatException(source + ": " + e.getMessage(), e);
    }
  }

  private static SafeTensors embedded(String name) throws IOException {
    try (InputStream in = DemoFiles.open(name + ".safetensors")) {
      byte[] bytes = in.readAllBytes();
      return SafeTensors.read(Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length);
    } catch (FileNotFoundException e) {
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Model of(
      Map<String, String> metadata,
      TensorMap tensors,
      String wrapping,
      Hints hints,
      Catalog catalog,
      Device device,
      Precision precision)
      throws IOException {
    String json = metadata.get(KEY);
    if (json == null) {
      return withoutCard(tensors, wrapping, hints, catalog, device, precision);
    }
    ModelCard own = ModelCard.parse(json);
    if (hints.model() != null && !hints.model().equals(own.model())) {
      throw new FormatException(
          "these are the weights of " + own.model() + ", not of " + hints.model());
    }
    Architecture stated = catalog.build(own.model(), options -> own.options());
    Summary.requireAffordable(stated, own.options().input());
    ModelCard card = hints.apply(own, stated);
    Architecture architecture = catalog.build(card.model(), options -> card.options());
    String limits = metadata.get(QUANTISATION);
    if (limits == null) {
      return new Model(
          Network.of(architecture, tensors, device, precision), card, null, Provenance.OWN);
    }
    Quantisation quantisation = Quantisation.parse(limits);
    // In the caller's frame it may be wanted without its 8 bits.
    quantisation.requireFit(stated, own.preprocessing().output());
    try (TensorMap inFloat = Int8Weights.toFloat(tensors)) {
      return new Model(
          Network.of(architecture, inFloat, device, precision), card, quantisation, Provenance.OWN);
    }
  }

  private static Model withoutCard(
      TensorMap tensors,
      String wrapping,
      Hints hints,
      Catalog catalog,
      Device device,
      Precision precision)
      throws IOException {
    try (Recognised found = Recognition.of(tensors, catalog, hints.model())) {
      if (!SigmoidHead.isOf(found)) {
        return withoutCard(found, wrapping, hints, catalog, device, precision);
      }
      try (Recognised two = SigmoidHead.asSoftmax(found, catalog)) {
        Model model = withoutCard(two, wrapping, hints, catalog, device, precision);
        return model.with(model.provenance.assuming(SigmoidHead.ASSUMPTION));
      }
    }
  }

  private static Model withoutCard(
      Recognised found,
      String wrapping,
      Hints hints,
      Catalog catalog,
      Device device,
      Precision precision) {
    // Of weights that know no classes, that is said, and not that the names of classes do not fit.
    Hints known = found.hasHead() ? hints : hints.withoutClasses();
    ModelCard card = known.apply(Conventions.card(found), found.architecture());
    Architecture architecture = catalog.build(card.model(), options -> card.options());
    if (!found.hasHead()) {
      putZeros(found.tensors(), new Backbone(architecture).head(), architecture);
    }
    String where =
        Stream.of(wrapping, found.prefix())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    Provenance provenance =
        new Provenance(
            hints.complete() ? "" : Conventions.describe(card, where, found.hasHead(), hints),
            List.of(),
            found.hasHead());
    return new Model(
        Network.of(architecture, found.tensors(), device, precision),
        card,
        null,
        provenance.without(found.leftOut()));
  }

  private static void putZeros(TensorMap tensors, Set<String> names, Architecture architecture) {
    try (PointerScope scope = new PointerScope()) {
      architecture.layers().allParameters().stream()
          .filter(parameter -> names.contains(parameter.name()))
          .forEach(
              parameter ->
                  tensors.put(
                      parameter.name(),
                      torch.zeros(
                          parameter.shape().stream().mapToLong(Integer::longValue).toArray())));
    }
  }

  /** The same model, owner of the same network, of which more is known. */
  private Model with(Provenance more) {
    return new Model(network, card, quantisation, more);
  }

  /**
   * Writes weights and their card to a safetensors file, whole or not at all.
   *
   * @return the SHA-256 of the weights in hexadecimal digits
   */
  public static String save(Path file, ModelCard card, TensorMap weights) throws IOException {
    return SafeTensors.write(file, metadata(card), weights);
  }

  /**
   * Writes a network in 8 bits: its weights with their scales, everything else as it is, and the
   * limits of its values in the metadata.
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

  /** What a file of weights says beside its tensors, so that it is read again as it was. */
  public static Map<String, String> metadata(ModelCard card) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(KEY, card.toJson());
    return metadata;
  }

  /** The network with its weights; this model stays its owner. */
  public Network network() {
    return network;
  }

  /** What the file said, or what is assumed. */
  public ModelCard card() {
    return card;
  }

  /** How the network is computed in 8 bits, if its file holds that. */
  public Optional<Quantisation> quantisation() {
    return Optional.ofNullable(quantisation);
  }

  /** What inference computes in, for people: int8, or the network's precision. */
  public String numbers() {
    return quantisation == null ? network.precision().toString() : "int8";
  }

  /** The same model, owner of the same network, to be computed in the network's precision. */
  public Model withoutQuantisation() {
    return new Model(network, card, null, provenance);
  }

  /**
   * What was taken for granted of a file that does not say it, in words; empty where nothing was.
   */
  public String assumption() {
    return provenance.assumption();
  }

  /**
   * What was chosen of a file that holds more than these weights, and what was left out, a line
   * each.
   */
  public List<String> notes() {
    return provenance.notes();
  }

  /**
   * Whether the weights hold a head: the layer that gives the logits. Without one, features and
   * fine-tuning are all that the network is good for; its head is zero.
   */
  public boolean hasHead() {
    return provenance.hasHead();
  }

  /**
   * This model, if it has a head.
   *
   * @throws FormatException if it has none
   */
  public Model requireHead() throws FormatException {
    if (!hasHead()) {
      throw new FormatException(
          "these weights of "
              + card.model()
              + " have no head ("
              + String.join(", ", new Backbone(network.architecture()).head())
              + "), so that they know no classes"
              + (notes().isEmpty() ? "" : " (" + String.join("; ", notes()) + ")")
              + ": teach them yours with 'resnet finetune'");
    }
    return this;
  }

  /** Frees the network. */
  @Override
  public void close() {
    network.close();
  }
}
