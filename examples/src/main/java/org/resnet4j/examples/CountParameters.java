package org.resnet4j.examples;

import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.arch.block.Shortcut;

/**
 * The cost of depth, without running a network: a network is a value, and a summary interprets it.
 */
public final class CountParameters {
  private CountParameters() {}

  /** The parameters of a network of the catalog with a kind of shortcut. */
  static long parameters(String model, Shortcut shortcut) {
    return Summary.of(Catalog.standard().build(model, options -> options.withShortcut(shortcut)))
        .parameters();
  }

  /** Prints a table: the CIFAR networks of He et al. 2015 with shortcuts A, B and C. */
  public static void main(String[] words) {
    System.out.println("model         A: zeros  B: projection  C: all projections");
    for (String model : List.of("resnet20", "resnet32", "resnet44", "resnet56", "resnet110")) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%-10s %,11d %,14d %,19d",
              model,
              parameters(model, Shortcut.ZERO_PADDING),
              parameters(model, Shortcut.PROJECTION),
              parameters(model, Shortcut.ALL_PROJECTION)));
    }
  }
}
