package org.resnet4j.model;

import static org.resnet4j.layer.Sequence.sequence;

import java.io.IOException;
import java.util.List;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.image.Image;
import org.resnet4j.infer.Noise;
import org.resnet4j.infer.Predictor;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.weights.WeightFile;

/** What fuzzing reaches of this package by a whole model file: from its bytes to an answer. */
public final class UntrustedModel {
  /** Larger images are only loaded: what they cost is bounded, but they take long. */
  private static final long MOST_VALUES = 3 * 64 * 64;

  private static final Image PICTURE = Noise.picture(1, 12, 10);

  private static final Catalog CATALOG =
      Catalog.standard()
          .with(
              Catalog.entry(
                  "tiny",
                  Options.cifar(Shortcut.NONE).withInput(new Shape(3, 8, 8)).withClasses(2),
                  UntrustedModel::layers));

  private UntrustedModel() {}

  private static Layer layers(Options options) {
    return sequence(
        new Conv("conv1", options.input().channels(), 4, 3, 1, 1, 1, false),
        new BatchNorm("bn1", 4),
        new Relu(),
        new Residual(
            sequence(new Conv("conv2", 4, 4, 3, 1, 1, 1, false), new BatchNorm("bn2", 4)),
            new Identity()),
        new Relu(),
        new AvgPool(1),
        new Flatten(),
        new Linear("fc", 4, options.classes()));
  }

  /** Those of the smallest network, which is called tiny. */
  public static List<Parameter> parameters() {
    return CATALOG.build("tiny").layers().allParameters();
  }

  /** Loads a model and asks it what a picture shows. */
  public static void answer(WeightFile file, String source) throws IOException {
    Model model =
        new ModelReader(Hints.NONE, CATALOG, ModelZoo.standard(), Device.CPU, Precision.FP32)
            .read(file, source);
    if (model.card().preprocessing().output().size() > MOST_VALUES) {
      model.close();
      return;
    }
    InferenceOptions options = InferenceOptions.standard().withThreads(1);
    try (Predictor predictor = Predictor.of(model, source, options)) {
      double probability = predictor.predict(PICTURE).probability();
      if (!(probability > 0 && probability <= 1)) {
        throw new AssertionError("the answer has a probability of " + probability);
      }
    } catch (IllegalStateException e) { // Finite weights may still overflow.
      if (!String.valueOf(e.getMessage()).startsWith("expected finite logits")) {
        throw e;
      }
    }
  }
}
