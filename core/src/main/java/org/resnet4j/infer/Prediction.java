package org.resnet4j.infer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network sees in a picture.
 *
 * @param top the most probable classes, the first one first
 */
public record Prediction(List<Label> top) {

  /**
   * A class and how sure the network is of it.
   *
   * @param index of the logit
   * @param label the name of the class
   * @param probability 0 to 1, by softmax over all classes
   */
  public record Label(int index, String label, double probability) {}

  /** Copies the list, which has at least one label. */
  public Prediction {
    top = List.copyOf(top);
    if (top.isEmpty()) {
      throw new IllegalArgumentException("a prediction has at least one class");
    }
  }

  /**
   * The most probable classes by the logits of an input; of equal ones the first.
   *
   * @param classes their names, one for each logit
   * @param k how many to name, at least 1; all, if there are no more
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

  /** How sure the network is of it, 0 to 1. */
  public double probability() {
    return best().probability();
  }
}
