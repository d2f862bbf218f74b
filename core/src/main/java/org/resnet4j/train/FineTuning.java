package org.resnet4j.train;

import java.io.IOException;
import java.util.Set;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Normalisation;
import org.resnet4j.infer.Hints;
import org.resnet4j.infer.Model;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightsException;

/**
 * That a run starts from trained weights: their backbone with a new head for the classes at hand.
 *
 * @param weights what {@link Model#load} reads them from
 * @param sha256 of their tensors, so that a run never begins with others than it says
 * @param freeze the place up to which the backbone stays as it is: {@link Backbone#upTo}
 * @param normalisation of the images that the weights know, and so of the new ones
 */
public record FineTuning(
    String weights, String sha256, String freeze, Normalisation normalisation) {

  /** From a model that was read from {@code weights}. */
  public static FineTuning of(String weights, Model model, String freeze) {
    return new FineTuning(
        weights,
        SafeTensors.sha256(model.network().state()),
        freeze,
        model.card().preprocessing().normalisation());
  }

  /**
   * A network with the backbone of the weights and the head of another network.
   *
   * @param fresh a network of the same backbone with random weights
   * @throws WeightsException if the file does not hold these weights, or not this backbone
   */
  Network start(Network fresh, Catalog catalog) throws IOException {
    Architecture architecture = fresh.architecture();
    Set<String> backbone = new Backbone(architecture).upTo(Backbone.ALL);
    try (Model model =
            Model.load(
                weights, Hints.of(architecture.name()), catalog, fresh.device(), Precision.FP32);
        TensorMap start = model.network().state().copy(backbone::contains)) {
      if (!SafeTensors.sha256(model.network().state()).equals(sha256)) {
        throw new WeightsException(
            weights + " holds other weights than the run was begun with: begin a new run");
      }
      for (String name : new Backbone(architecture).head()) {
        start.put(name, fresh.state().get(name));
      }
      return Network.of(architecture, start, fresh.device(), fresh.precision());
    } catch (IllegalArgumentException e) {
      throw new WeightsException(weights + ": " + e.getMessage(), e);
    }
  }

  /**
   * Freezes the backbone up to the place, and every running statistic: those of a small set's
   * batches are worse than those of the many images that the weights have seen.
   */
  void freeze(Network network) {
    Set<String> stays = new Backbone(network.architecture()).upTo(freeze);
    network.freeze(parameter -> !parameter.role().trainable() || stays.contains(parameter.name()));
  }
}
