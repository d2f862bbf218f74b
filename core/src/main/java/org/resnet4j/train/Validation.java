package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.infer.Evaluation;
import org.resnet4j.infer.ExamplePictures;
import org.resnet4j.infer.Model;
import org.resnet4j.infer.ModelCard;
import org.resnet4j.infer.Preprocessing;
import org.resnet4j.report.Element;
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
    return measured(network -> Evaluation.of(network, test, normalisation, BATCH, workers));
  }

  /** The pictures of an evaluation of the present weights. */
  List<Element> pictures(Evaluation result) {
    return measured(network -> ExamplePictures.of(result, test, network, normalisation, workers));
  }

  /** What is found of the network with the weights that count: the averaged ones if there are. */
  private <R> R measured(Function<Network, R> measurement) {
    Network network = state.network();
    if (state.average() == null) {
      return measurement.apply(network);
    }
    try (Network averaged =
        Network.of(
            network.architecture(), state.average(), network.device(), network.precision())) {
      return measurement.apply(averaged);
    }
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
