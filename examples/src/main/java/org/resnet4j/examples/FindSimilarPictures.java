package org.resnet4j.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.infer.Predictor;
import org.resnet4j.model.Input;

/**
 * Similarity search by features: the vector before a network's classifier shows which pictures are
 * alike, even for classes that the network was not trained on.
 */
public final class FindSimilarPictures {
  private FindSimilarPictures() {}

  /** The features {@code [f]} of some images of a set, each of length 1. */
  static List<float[]> features(Predictor predictor, Dataset data, int images) {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      inputs.add(predictor.input(data.picture(i)));
    }
    List<float[]> features = predictor.features(inputs, "pool");
    features.forEach(FindSimilarPictures::normalise);
    return features;
  }

  private static void normalise(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
  }

  /** The index of the vector with the highest cosine similarity to a given one. */
  static int nearest(List<float[]> features, int index) {
    return IntStream.range(0, features.size())
        .filter(i -> i != index)
        .boxed()
        .max(Comparator.comparingDouble(i -> product(features.get(i), features.get(index))))
        .orElseThrow();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The share of clothing pictures whose nearest neighbour is of the same class. */
  static double sameKind(int images) throws IOException {
    Dataset clothes = DataSets.standard().open("fashion-mnist-mini", null).limit(1, images).test();
    try (Predictor predictor = Predictor.load("resnet20-cifar10")) {
      List<float[]> features = features(predictor, clothes, clothes.size());
      long same =
          IntStream.range(0, features.size())
              .filter(i -> clothes.label(i) == clothes.label(nearest(features, i)))
              .count();
      return (double) same / features.size();
    }
  }

  /** Prints that share. */
  public static void main(String[] words) throws IOException {
    System.out.println(
        "A network trained on animals and vehicles finds clothing of the same class for "
            + Math.round(100 * sameKind(500))
            + " % of 500 pictures; chance is 10 %.");
  }
}
