package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.evaluate.ExamplePictures;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.report.Element;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.train.run.TrainingState;

/** Evaluates the current weights of a run on its validation images, and saves weights. */
record Validation(
    TrainingState state,
    RunSettings settings,
    Dataset images,
    Normalisation normalisation,
    Workers workers) {
  private static final int BATCH = 250;

  Evaluation evaluate() {
    return measured(network -> Evaluation.of(network, images, normalisation, BATCH, workers));
  }

  /** Example pictures for an evaluation of the current weights. */
  List<Element> pictures(Evaluation result) {
    return measured(network -> ExamplePictures.of(result, images, network, normalisation, workers));
  }

  /**
   * Applies a measurement to the network with its averaged weights, or its own if none are
   * averaged.
   */
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

  /** An evaluation and its example pictures. */
  record Shown(Evaluation result, List<Element> pictures) {}

  /** Evaluates saved weights on test images. */
  Shown ofBest(Catalog catalog, Path file, Dataset test) throws IOException {
    Network present = state.network();
    try (Model best = Model.load(file.toString(), catalog, present.device(), present.precision())) {
      Evaluation result = Evaluation.of(best.network(), test, normalisation, BATCH, workers);
      return new Shown(
          result, ExamplePictures.of(result, test, best.network(), normalisation, workers));
    }
  }

  /** Saves the current weights, which have that accuracy, and replaces earlier ones. */
  void keep(Path file, double top1) throws IOException {
    ModelCard card =
        new ModelCard(
            settings.model(),
            settings.options(),
            images.classes(),
            images
                .frame()
                .map(frame -> new Preprocessing(frame, normalisation))
                .orElse(Preprocessing.covering(images.shape(), normalisation)),
            settings.data(),
            top1);
    Model.save(file, card, state.weights());
  }
}
