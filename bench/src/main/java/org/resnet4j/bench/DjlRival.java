package org.resnet4j.bench;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.Map;

/** ResNet-20 in DJL's blocks, stepped as DJL's own EasyTrain does. */
final class DjlRival implements Rival {
  private final Model model;
  private final Trainer trainer;
  private final NDArray images;
  private final NDArray labels;

  DjlRival(int batch, int threads) {
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    model = Model.newInstance("resnet20", "PyTorch");
    model.setBlock(network());
    Optimizer sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed(0.1f))
            .optMomentum(0.9f)
            .optWeightDecays(1e-4f)
            .build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optInitializer(
                    new XavierInitializer(
                        XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.OUT, 2),
                    Parameter.Type.WEIGHT)
                .optOptimizer(sgd));
    Shape shape = new Shape(batch, RandomImages.CHANNELS, RandomImages.SIZE, RandomImages.SIZE);
    trainer.initialize(shape);
    RandomImages random = new RandomImages(batch);
    images = trainer.getManager().create(random.planes(), shape);
    labels = trainer.getManager().create(random.labels());
  }

  /** The network, without parameters yet. */
  static Block network() {
    SequentialBlock net = new SequentialBlock();
    net.add(conv(16, 1)).add(norm()).add(Activation.reluBlock());
    int channels = 16;
    for (int width : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        net.add(block(channels, width));
        channels = width;
      }
    }
    return net.add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(RandomImages.CLASSES).build());
  }

  private static Block block(int in, int width) {
    SequentialBlock branch =
        new SequentialBlock()
            .add(conv(width, in == width ? 1 : 2))
            .add(norm())
            .add(Activation.reluBlock())
            .add(conv(width, 1))
            .add(norm());
    Block shortcut = in == width ? Blocks.identityBlock() : zeroPadding((width - in) / 2);
    return new SequentialBlock()
        .add(
            new ParallelBlock(
                outputs ->
                    new NDList(
                        outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
                List.of(branch, shortcut)))
        .add(Activation.reluBlock());
  }

  /** Shortcut option A: every second pixel, zero channels on both sides. */
  private static Block zeroPadding(int channels) {
    return LambdaBlock.singleton(
        x -> x.get(":, :, ::2, ::2").pad(new Shape(0, 0, 0, 0, channels, channels), 0));
  }

  private static Block conv(int out, int stride) {
    return Conv2d.builder()
        .setFilters(out)
        .setKernelShape(new Shape(3, 3))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(1, 1))
        .optBias(false)
        .build();
  }

  private static Block norm() {
    return BatchNorm.builder().build();
  }

  @Override
  public Map<String, Double> facts() {
    return Map.of("parameters", (double) trainable(model.getBlock()));
  }

  /** How many values training changes of a network that has its parameters. */
  static long trainable(Block network) {
    return network.getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  @Override
  public Map<String, Double> run(int steps) {
    return Rival.timed(steps, this::step);
  }

  private double step() {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      // What is computed from an array belongs to its manager, and is freed with it.
      images.tempAttach(manager);
      labels.tempAttach(manager);
      NDList truth = new NDList(labels);
      float loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(images), truth);
        NDArray value = trainer.getLoss().evaluate(truth, logits);
        collector.backward(value);
        loss = value.getFloat();
      }
      trainer.step();
      return loss;
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
