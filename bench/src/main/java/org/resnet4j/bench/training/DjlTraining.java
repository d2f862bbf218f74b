package org.resnet4j.bench.training;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** A network in DJL's blocks, stepped as DJL's own EasyTrain does. */
final class DjlTraining implements Training {
  private final Model model;
  private final Trainer trainer;
  private final NDArray images;
  private final NDArray labels;

  DjlTraining(Work work) {
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(work.threads()));
    model = Model.newInstance(work.model(), "PyTorch");
    model.setBlock(DjlBlocks.of(work.network().layers()));
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
    RandomImages random = work.images();
    org.resnet4j.layer.Shape image = random.shape();
    Shape shape = new Shape(work.batch(), image.channels(), image.height(), image.width());
    trainer.initialize(shape);
    images = trainer.getManager().create(random.planes(), shape);
    labels = trainer.getManager().create(random.labels());
  }

  @Override
  public long parameters() {
    return DjlBlocks.trainable(model.getBlock());
  }

  @Override
  public double step() {
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
