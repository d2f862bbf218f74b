package org.resnet4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.image.ImageException;
import org.resnet4j.infer.Prediction;
import org.resnet4j.infer.Predictor;

/** Classifies pictures: load weights once, predict any number of times, close. */
public final class PredictPictures {
  private PredictPictures() {}

  /** Returns a line per picture, with weights from a file or by name. */
  static List<String> predict(String weights, List<Path> pictures) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Predictor predictor = Predictor.load(weights)) {
      for (Path picture : pictures) {
        try {
          lines.add(line(picture, predictor.predict(picture)));
        } catch (ImageException e) {
          lines.add(e.getMessage()); // It names the file; the others have their answers.
        }
      }
    }
    return lines;
  }

  private static String line(Path picture, Prediction prediction) {
    return String.format(
        Locale.ROOT,
        "%s: %s (%.1f %%)",
        picture,
        prediction.label(),
        100 * prediction.probability());
  }

  /** Predicts the given pictures with the embedded weights. */
  public static void main(String[] pictures) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String picture : pictures) {
      files.add(Path.of(picture));
    }
    predict("resnet20-cifar10", files).forEach(System.out::println);
  }
}
