package org.resnet4j.model;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * Reads models from files and by names.
 *
 * @param hints facts that override those in the file
 */
record ModelReader(Hints hints, Catalog catalog, ModelZoo zoo, Device device, Precision precision) {
  /** From a file, the folder of a run, or a name: as {@link Model#load} says. */
  Model read(String source) throws IOException {
    Path path = Path.of(source);
    if (Files.exists(path)) {
      return read(path, source);
    }
    if (Model.EMBEDDED.contains(source)) {
      try (SafeTensors file = embedded(source)) {
        return of(file.metadata(), file.tensors(), "");
      } catch (FormatException | IllegalArgumentException e) {
        throw in(source, e);
      }
    }
    PublishedWeights published =
        zoo.named(source)
            .filter(PublishedWeights::isPresent)
            .orElseThrow(() -> new NoSuchWeightsException(source, zoo));
    published.requireUnchanged();
    return with(hints.or(published.hints())).readFile(published.path(), source);
  }

  /** From a file or the folder of a run, which errors name as {@code source}. */
  Model read(Path path, String source) throws IOException {
    return with(zoo.hintsFor(path).map(hints::or).orElse(hints)).readFile(path, source);
  }

  private ModelReader with(Hints known) {
    return new ModelReader(known, catalog, zoo, device, precision);
  }

  private Model readFile(Path path, String source) throws IOException {
    Path best = BestWeights.in(path);
    try (WeightFile file = WeightFile.read(best, hints.key())) { // Its errors name the file.
      Model model = read(file, source);
      String run = best.equals(path) ? "" : "took " + BestWeights.FILE + " of this run";
      return model.with(model.provenance().with(run));
    }
  }

  /** From a file that stays the caller's; errors begin with the source. */
  Model read(WeightFile file, String source) throws IOException {
    try {
      Model model = of(file.metadata(), file.tensors(), file.wrapping());
      return model.with(model.provenance().with(file.note()));
    } catch (FormatException | IllegalArgumentException e) {
      throw in(source, e);
    }
  }

  /** An error with its source: of the caller where hints do not fit, else of the file. */
  private static RuntimeException in(String source, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof Hints.Unfit) {
      return new IllegalArgumentException(source + ": " + message, e);
    }
    return e instanceof FormatException found
        ? found.in(source)
        : new FormatException(source, message, e);
  }

  private static SafeTensors embedded(String name) throws IOException {
    try (InputStream in = DemoFiles.open(name + ".safetensors")) {
      byte[] bytes = in.readAllBytes();
      return SafeTensors.read(Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length);
    } catch (FileNotFoundException e) {
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
  }

  private Model of(Map<String, String> metadata, TensorMap tensors, String wrapping)
      throws IOException {
    String json = metadata.get(Model.KEY);
    if (json == null) {
      return withoutCard(tensors, wrapping);
    }
    ModelCard own = ModelCard.parse(json);
    if (hints.model() != null && !hints.model().equals(own.model())) {
      throw new Hints.Unfit(
          "these are the weights of " + own.model() + ", not of " + hints.model());
    }
    Architecture stated = catalog.build(own.model(), options -> own.options());
    Summary.requireAffordable(stated, own.options().input());
    ModelCard card = hints.apply(own, stated);
    Architecture architecture = catalog.build(card.model(), options -> card.options());
    String limits = metadata.get(Model.QUANTISATION);
    if (limits == null) {
      return new Model(
          Network.of(architecture, tensors, device, precision), card, null, Provenance.OWN);
    }
    Quantisation quantisation = Quantisation.parse(limits);
    // The caller may request another frame, for which int8 does not hold.
    quantisation.requireFit(stated, own.preprocessing().output());
    try (TensorMap inFloat = Int8Weights.toFloat(tensors)) {
      return new Model(
          Network.of(architecture, inFloat, device, precision), card, quantisation, Provenance.OWN);
    }
  }

  private Model withoutCard(TensorMap tensors, String wrapping) throws IOException {
    requireKnown(hints.model());
    try (Recognised found = Recognition.of(tensors, catalog, hints.model())) {
      if (!SigmoidHead.isOf(found)) {
        return withoutCard(found, wrapping);
      }
      try (Recognised two = SigmoidHead.asSoftmax(found, catalog)) {
        Model model = withoutCard(two, wrapping);
        return model.with(model.provenance().assuming(SigmoidHead.ASSUMPTION));
      }
    }
  }

  private void requireKnown(@Nullable String network) {
    try {
      if (network != null) {
        catalog.build(network);
      }
    } catch (IllegalArgumentException e) {
      throw new Hints.Unfit(String.valueOf(e.getMessage()), e);
    }
  }

  private Model withoutCard(Recognised found, String wrapping) {
    // Weights without a head are reported as such, rather than as a mismatch of class names.
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
}
