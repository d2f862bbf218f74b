package org.resnet4j.bench.rival;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rates of each contestant, turn by turn.
 *
 * @param <C> who takes part
 * @param byTurn a number for each turn, in order
 */
public record Rates<C>(Map<C, List<Double>> byTurn) {
  /** Rates of no contestant yet. */
  public Rates() {
    this(new LinkedHashMap<>());
  }

  /** Adds what one did in the next turn. */
  public void add(C contestant, double rate) {
    byTurn.computeIfAbsent(contestant, c -> new ArrayList<>()).add(rate);
  }

  /** The participants. */
  public Collection<C> contestants() {
    return byTurn.keySet();
  }

  /**
   * The rates of one.
   *
   * @throws IllegalArgumentException if it did not take part
   */
  public List<Double> of(C contestant) {
    List<Double> rates = byTurn.get(contestant);
    if (rates == null) {
      throw new IllegalArgumentException(contestant + " did not take part");
    }
    return rates;
  }

  /** The middle and the ends of the rates of one. */
  public Spread spread(C contestant) {
    return Spread.of(of(contestant));
  }

  /** The speedup of one over the other, by medians. */
  public double ratio(C one, C other) {
    return spread(one).median() / spread(other).median();
  }

  /** The same in each turn, in which both saw the machine in the same mood. */
  public Spread ratioByTurn(C one, C other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < of(one).size(); i++) {
      ratios.add(of(one).get(i) / of(other).get(i));
    }
    return Spread.of(ratios);
  }
}
