package org.resnet4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.resnet4j.image.ImageException;
import org.resnet4j.infer.Prediction;
import org.resnet4j.infer.Predictor;

/** What pictures show: load weights, ask, close. */
public final class PredictPictures {
  private PredictPictures() {}

  /** The most probable class of a picture, by weights in a file or with a name. */
  static Prediction predict(String weights, Path picture) throws IOException, ImageException {
    try (Predictor predictor = Predictor.load(weights)) {
      return predictor.predict(picture);
    }
  }

  /** Predicts the pictures that are named with the weights that come with the library. */
  public static void main(String[] pictures) throws IOException, ImageException {
    for (String picture : pictures) {
      Prediction prediction = predict("resnet20-cifar10", Path.of(picture));
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s: %s (%.1f %%)",
              picture,
              prediction.label(),
              100 * prediction.probability()));
    }
  }
}
