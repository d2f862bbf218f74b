package org.resnet4j.compiled.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.resnet4j.compiled.graph.Operation.EightBits;

/**
 * Decides which values of a graph are quantised to 8 bits: those that only convolutions, fully
 * connected layers, poolings and concatenations produce and consume. Pooling and concatenation copy
 * numbers, so their inputs and outputs share one scale.
 */
final class Quantiser {
  private final Graph graph;
  private final Map<Value, Double> limits = new HashMap<>();
  private final Set<Value> negative = new HashSet<>();
  private final Set<Value> wide = new HashSet<>();

  Quantiser(Graph graph, Map<String, Double> byName) {
    this.graph = graph;
    limits.put(graph.input(), limit(byName, Graph.INPUT));
    negative.add(graph.input());
    wide.add(graph.input());
    for (Step step : graph.steps()) {
      limits.put(step.output(), limit(byName, step.name()));
      if (isNegative(step)) {
        negative.add(step.output());
      }
    }
    settle();
  }

  private static double limit(Map<String, Double> byName, String name) {
    Double limit = byName.get(name);
    if (limit == null) {
      throw new IllegalArgumentException(
          "the quantisation has no limit for "
              + name
              + ": it belongs to another network or image size");
    }
    return limit;
  }

  /** Whether a step can produce negative numbers. */
  private boolean isNegative(Step step) {
    return switch (step.operation().traits().sign()) {
      case NON_NEGATIVE -> false;
      case AS_INPUTS -> step.inputs().stream().anyMatch(negative::contains);
      case ANY -> true;
    };
  }

  private static boolean copies(Operation operation) {
    return operation.traits().eightBits() == EightBits.COPY;
  }

  private static boolean multiplies(Operation operation) {
    return operation.traits().eightBits() == EightBits.PRODUCT;
  }

  /** Applies each step's constraints on its values until nothing changes. */
  private void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Step step : graph.steps()) {
        changed |= settle(step);
      }
    }
  }

  private boolean settle(Step step) {
    List<Value> all = new ArrayList<>(step.inputs());
    all.add(step.output());
    if (copies(step.operation())) {
      boolean mixed = all.stream().anyMatch(negative::contains) && !negative.containsAll(all);
      boolean changed = (mixed || all.stream().anyMatch(wide::contains)) && wide.addAll(all);
      double largest = all.stream().mapToDouble(this::limit).max().orElseThrow();
      for (Value value : all) {
        changed |= limit(value) < largest;
        limits.put(value, largest);
      }
      return changed;
    } else if (step.isInPlace()) {
      all.remove(0); // The remaining values share its memory.
      return all.stream().anyMatch(wide::contains) && wide.addAll(all);
    }
    return !multiplies(step.operation()) && wide.addAll(all);
  }

  /** The form in which a step produces a value. */
  Form form(Value value) {
    return wide.contains(value) ? Form.F32 : quantised(value);
  }

  /** The form in which a step reads a value: factors must be quantised. */
  Form required(Step step, Value value) {
    boolean shortcut = step.isInPlace() && step.inputs().get(1).equals(value);
    return multiplies(step.operation()) && !shortcut ? quantised(value) : form(value);
  }

  private Form quantised(Value value) {
    return Form.quantised(negative.contains(value), limit(value));
  }

  private double limit(Value value) {
    Double limit = limits.get(value);
    if (limit == null) {
      throw new IllegalArgumentException("unknown value: " + value);
    }
    return limit;
  }
}
