package org.resnet4j.bench.inference;

import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;

/**
 * The conditions of a comparison.
 *
 * @param processor the name that it gives itself
 * @param model a name of the catalog
 * @param threads that one call may use
 * @param seconds of each measurement, at least
 */
record Setting(String processor, String model, int threads, int turns, double seconds) {
  Architecture network() {
    return Catalog.standard().build(model);
  }

  /** Two operations per multiply-add. */
  double gflopPerImage() {
    return 2 * Summary.of(network()).multiplyAdds() / 1e9;
  }
}
