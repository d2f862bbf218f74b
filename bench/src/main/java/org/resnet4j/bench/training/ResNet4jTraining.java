package org.resnet4j.bench.training;

import java.util.Objects;
import java.util.function.Function;
import org.resnet4j.compiled.gradient.Differentiation;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.step.TrainingStep;

/**
 * ResNet4J with the defaults of its trainer, bf16 where the processor has it and channels-last, by
 * the recipe of the paper.
 */
final class ResNet4jTraining implements Training {
  private final Network network;
  private final TensorMap momenta;
  private final Loader loader;
  private final Batch batch;
  private final Workers workers;
  private final TrainingStep step;

  /**
   * A network at its first step.
   *
   * @param differentiation how its gradients are computed
   */
  ResNet4jTraining(Work work, Function<Network, Differentiation> differentiation) {
    RandomImages images = work.images();
    network =
        Network.create(
            work.network(),
            Initialization.DEFAULT,
            1,
            Device.CPU,
            Precision.named("auto", Device.CPU));
    // It owns the batch, so it stays open; there is only one batch, so it has nothing to do.
    loader =
        Loader.training(images, Augmentation.NONE, Normalisation.of(images), work.batch(), 1, 0, 0);
    batch = Objects.requireNonNull(loader.next());
    Recipe recipe = Recipes.standard().named("paper", network.architecture(), images);
    momenta = recipe.optimizer().momenta(network);
    workers = new Workers(Device.CPU, work.threads(), recipe.shards());
    step =
        new TrainingStep(
            network,
            momenta,
            recipe,
            Loss.of(recipe, images),
            workers,
            differentiation.apply(network));
  }

  @Override
  public long parameters() {
    return network.trainable().stream().mapToLong(Parameter::size).sum();
  }

  @Override
  public double step() {
    return step.run(batch, 1, 0).meanLoss();
  }

  @Override
  public void close() {
    step.close();
    workers.close();
    loader.close();
    momenta.close();
    network.close();
  }
}
