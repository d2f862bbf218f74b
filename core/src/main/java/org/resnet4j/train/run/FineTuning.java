package org.resnet4j.train.run;

import java.io.IOException;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.model.Hints;
import org.resnet4j.model.Model;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.NormStatistics;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;

/**
 * The pretrained weights that a run starts from: their backbone with a new head for the run's
 * classes.
 *
 * @param weights the source for {@link Model#load}
 * @param sha256 of their tensors, so that a run never starts from other weights than recorded
 * @param freeze the place up to which the backbone is frozen: {@link Backbone#upTo}
 * @param normalisation of the images that the weights were trained on, used for the new ones, too
 * @param key selects a network in a file that holds several, as in {@link Hints}; null for the
 *     default
 */
public record FineTuning(
    String weights,
    String sha256,
    String freeze,
    Normalisation normalisation,
    @Json.Optional @Nullable String key) {

  /** The number of images that determine the statistics of a channel to a few percent. */
  private static final int SAMPLE = 512;

  private static final int BATCH = 32;

  /** A copy with the backbone frozen up to another place. */
  public FineTuning withFreeze(String place) {
    return new FineTuning(weights, sha256, place, normalisation, key);
  }

  /** From a model that was read from {@code weights} without a key. */
  public static FineTuning of(String weights, Model model, String freeze) {
    return of(weights, null, model, freeze);
  }

  /** From a model that was read from {@code weights} with a key. */
  public static FineTuning of(String weights, @Nullable String key, Model model, String freeze) {
    return new FineTuning(
        weights,
        SafeTensors.sha256(model.network().state()),
        freeze,
        model.card().preprocessing().normalisation(),
        key);
  }

  /**
   * A network with the backbone of the weights and the head of another network. The statistics of
   * trainable normalisations are recomputed from the new images: {@link NormStatistics}.
   *
   * @param fresh a network with the same backbone and random weights
   * @param train the training images
   * @throws FormatException if the file holds other weights or another backbone
   */
  Network start(Network fresh, Catalog catalog, Dataset train) throws IOException {
    Backbone backbone = new Backbone(fresh.architecture());
    Set<String> kept = backbone.upTo(Backbone.ALL);
    Network network;
    Hints hints = Hints.of(fresh.architecture().name()).withKey(key);
    try (Model model = Model.load(weights, hints, catalog, fresh.device(), Precision.FP32);
        TensorMap start = model.network().state().copy(kept::contains)) {
      if (!SafeTensors.sha256(model.network().state()).equals(sha256)) {
        throw new FormatException(
            weights, "it holds other weights than the run was started with: start a new run");
      }
      for (String name : backbone.head()) {
        start.put(name, fresh.state().get(name));
      }
      network = Network.of(fresh.architecture(), start, fresh.device(), fresh.precision());
    } catch (IllegalArgumentException e) {
      throw new FormatException(weights, String.valueOf(e.getMessage()), e);
    }
    try {
      network.freeze(backbone.upTo(freeze)::contains);
      restateNorms(network, train);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private void restateNorms(Network network, Dataset train) {
    NormStatistics statistics = new NormStatistics(network);
    Dataset some = train.limit(SAMPLE);
    try (Loader loader = Loader.evaluation(some, normalisation, BATCH)) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        try (PointerScope scope = new PointerScope()) {
          statistics.add(
              HostMemory.images(batch.pixels(), batch.size(), batch.shape(), network.device()));
        }
      }
    }
    statistics.restate();
  }
}
