package org.resnet4j.bench.training;

import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;

/**
 * The training task of each rival.
 *
 * @param model a name of the catalog
 * @param batch images a step
 */
record Work(String model, int batch, int threads) {
  /** From the arguments of a rival's process. */
  static Work parse(List<String> words) {
    return new Work(words.get(0), Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
  }

  /** The same as arguments. */
  List<String> words() {
    return List.of(model, String.valueOf(batch), String.valueOf(threads));
  }

  Architecture network() {
    return Catalog.standard().build(model);
  }

  /** The batch that each step sees again. */
  RandomImages images() {
    return new RandomImages(network().options(), batch);
  }
}
