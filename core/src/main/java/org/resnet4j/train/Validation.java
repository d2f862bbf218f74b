package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.infer.Evaluation;
import org.resnet4j.infer.Model;
import org.resnet4j.infer.ModelCard;
import org.resnet4j.infer.Preprocessing;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;

/** Measures the present weights of a run on its test images, and keeps some. */
record Validation(
    TrainingState state,
    RunSettings settings,
    Dataset test,
    Normalisation normalisation,
    Workers workers) {
  private static final int BATCH = 250;

  Evaluation evaluate() {
    Network network = state.network();
    if (state.average() == null) {
      return evaluate(network);
    }
    try (Network averaged =
        Network.of(
            network.architecture(), state.average(), network.device(), network.precision())) {
      return evaluate(averaged);
    }
  }

  private Evaluation evaluate(Network network) {
    return Evaluation.of(network, test, normalisation, BATCH, workers);
  }

  /** Writes the present weights, which have that accuracy, in place of earlier ones. */
  void keep(Path file, double top1) throws IOException {
    ModelCard card =
        new ModelCard(
            settings.model(),
            settings.options(),
            test.classes(),
            Preprocessing.square(test.shape(), normalisation),
            settings.data(),
            top1);
    Model.save(file, card, state.weights());
  }
}
