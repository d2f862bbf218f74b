package org.resnet4j.train.run;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.step.ImageLosses;

/**
 * The mutable state of a run.
 *
 * @param average of the weights, if the recipe has one
 * @param losses of the training images, if the recipe prunes
 */
public record TrainingState(
    Network network, TensorMap momenta, @Nullable TensorMap average, @Nullable ImageLosses losses)
    implements AutoCloseable {

  /**
   * The state before the first step.
   *
   * @param train the training images
   * @param resumed whether a checkpoint will overwrite it, so the initial weights are not needed
   * @throws IOException if the weights to fine-tune cannot be read
   */
  public static TrainingState start(
      Architecture architecture,
      RunSettings settings,
      Catalog catalog,
      Dataset train,
      boolean resumed)
      throws IOException {
    Recipe recipe = settings.recipe();
    FineTuning fineTuning = settings.fineTuning();
    Set<String> frozen = frozen(architecture, settings);
    Device device = settings.device().requireUsable();
    Network network =
        Network.create(
            architecture, settings.initialization(), settings.seed(), device, settings.precision());
    if (fineTuning != null && !resumed) {
      try (Network fresh = network) {
        network = fineTuning.start(fresh, catalog, train);
      }
    }
    network.freeze(frozen::contains);
    return new TrainingState(
        network,
        recipe.optimizer().momenta(network),
        recipe.ema() > 0 ? network.state().copy(name -> true) : null,
        recipe.pruning() == null ? null : new ImageLosses(train.size()));
  }

  /** The names of the frozen parameters and buffers. */
  public static Set<String> frozen(Architecture architecture, RunSettings settings) {
    FineTuning fineTuning = settings.fineTuning();
    return fineTuning == null ? Set.of() : new Backbone(architecture).upTo(fineTuning.freeze());
  }

  /** The weights that are evaluated and saved: the average if there is one. */
  public TensorMap weights() {
    return average == null ? network.state() : average;
  }

  /** The first tensor with a value that is not finite, and that value; empty if there is none. */
  public Optional<String> flaw() {
    return network
        .flaw()
        .or(() -> momenta.firstNotFinite().map(what -> "the momentum of " + what))
        .or(
            () ->
                average == null
                    ? Optional.empty()
                    : average.firstNotFinite().map(what -> "the average of " + what));
  }

  /** Moves the average, if there is one, towards the current weights by a fraction. */
  public void moveAverage(double share) {
    if (average != null && share > 0) {
      average.moveTowards(network.state(), share);
    }
  }

  /** Frees all tensors. */
  @Override
  public void close() {
    network.close();
    momenta.close();
    if (average != null) {
      average.close();
    }
  }
}
