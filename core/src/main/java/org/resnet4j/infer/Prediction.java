package org.resnet4j.infer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The most probable classes of a picture.
 *
 * @param top the classes, most probable first
 */
public record Prediction(List<Label> top) {

  /**
   * A class and its probability.
   *
   * @param index of the logit
   * @param label the name of the class
   * @param probability 0 to 1, by softmax over all classes
   */
  public record Label(int index, String label, double probability) {}

  /** Copies the list, which must not be empty. */
  public Prediction {
    top = List.copyOf(top);
    if (top.isEmpty()) {
      throw new IllegalArgumentException("expected at least 1 class, got none");
    }
  }

  /**
   * The top {@code k} classes of an input by its logits; ties go to the lower index.
   *
   * @param classes their names, one for each logit
   * @param k the number of classes to name, at least 1; all if there are fewer
   */
  public static Prediction of(float[] logits, List<String> classes, int k) {
    double largest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double sum =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - largest)).sum();
    return new Prediction(
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -logits[i]))
            .limit(k)
            .map(i -> new Label(i, classes.get(i), Math.exp(logits[i] - largest) / sum))
            .toList());
  }

  /** The most probable class. */
  public Label best() {
    return top.get(0);
  }

  /** The index of the most probable class. */
  public int index() {
    return best().index();
  }

  /** The name of the most probable class. */
  public String label() {
    return best().label();
  }

  /** The probability of the most probable class, 0 to 1. */
  public double probability() {
    return best().probability();
  }
}
