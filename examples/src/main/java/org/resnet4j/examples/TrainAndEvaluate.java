package org.resnet4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.evaluate.ClassResult;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Model;
import org.resnet4j.train.Run;
import org.resnet4j.train.Training;

/** Trains a network into a file, and measures the accuracy of the file by class. */
public final class TrainAndEvaluate {
  private TrainAndEvaluate() {}

  /**
   * Trains a small residual network for two short epochs.
   *
   * @param folder a new or empty folder for the run
   */
  static Run train(Split data, Path folder) throws IOException {
    return Training.of("cifar-resnet8", data).recipe("fast").epochs(2).run(folder);
  }

  /** Evaluates the weights in a file, which states their network and data. */
  static Evaluation evaluate(Path weights, Split data) throws IOException {
    try (Model model = Model.load(weights, InferenceOptions.standard())) {
      return Evaluation.of(model, data.test());
    }
  }

  /** Runs the example in the given folder, or in {@code small-run}. */
  public static void main(String[] words) throws IOException {
    Split data = DataSets.standard().open("fashion-mnist-mini", null).limit(2_000, 500);
    Run run = train(data, Path.of(words.length > 0 ? words[0] : "small-run"));
    run.epochs()
        .forEach(e -> System.out.println("epoch " + e.epoch() + ": top-1 " + e.validationTop1()));
    Evaluation result = evaluate(run.weights(), data);
    System.out.println(String.format(Locale.ROOT, "top-1 %.2f %%", 100 * result.top1()));
    for (ClassResult one : result.perClass()) {
      System.out.println(one);
    }
  }
}
