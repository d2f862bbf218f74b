package org.resnet4j.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Noteworthy images of an evaluated set; of equal ones the first in the set.
 *
 * @param worst mistakes with the highest loss, the highest first
 * @param mostConfident mistakes with the highest probability of the wrong class, the highest first
 * @param cells the image with the highest probability in each non-empty cell of the confusion
 *     matrix, by true and then by predicted class
 */
public record Examples(List<Example> worst, List<Example> mostConfident, List<Example> cells) {
  /** The maximum number of mistakes in each of the first two lists. */
  public static final int MISTAKES = 8;

  public Examples {
    worst = List.copyOf(worst);
    mostConfident = List.copyOf(mostConfident);
    cells = List.copyOf(cells);
  }

  /** Collects examples from predictions one by one, at most one for each cell. */
  static final class Selection {
    private static final Comparator<Example> FIRST =
        Comparator.comparingInt(Example::image).reversed();
    private static final Comparator<Example> BY_LOSS =
        Comparator.comparingDouble(Example::loss).thenComparing(FIRST);
    private static final Comparator<Example> BY_PROBABILITY =
        Comparator.comparingDouble(Example::probability).thenComparing(FIRST);

    private final Queue<Example> worst = new PriorityQueue<>(BY_LOSS);
    private final Queue<Example> mostConfident = new PriorityQueue<>(BY_PROBABILITY);
    private final Map<Cell, Example> cells = new HashMap<>();

    private record Cell(int truth, int predicted) {}

    void add(Example example) {
      if (example.isMistake()) {
        keep(worst, example);
        keep(mostConfident, example);
      }
      cells.merge(
          new Cell(example.truth(), example.predicted()),
          example,
          (a, b) -> BY_PROBABILITY.compare(a, b) >= 0 ? a : b);
    }

    private static void keep(Queue<Example> highest, Example example) {
      highest.add(example);
      if (highest.size() > MISTAKES) {
        highest.remove();
      }
    }

    Examples examples() {
      return new Examples(
          sorted(worst, BY_LOSS),
          sorted(mostConfident, BY_PROBABILITY),
          cells.values().stream()
              .sorted(Comparator.comparingInt(Example::truth).thenComparing(Example::predicted))
              .toList());
    }

    private static List<Example> sorted(Queue<Example> examples, Comparator<Example> order) {
      List<Example> sorted = new ArrayList<>(examples);
      sorted.sort(order.reversed());
      return sorted;
    }
  }
}
