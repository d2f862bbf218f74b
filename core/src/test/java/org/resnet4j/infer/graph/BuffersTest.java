package org.resnet4j.infer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;

class BuffersTest {
  private static final int BYTES = 4;

  /** Whoever writes a value leaves alone all that is still read. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "preact-resnet50", "googlenet", "vgg11", "resnet20"})
  void noTwoValuesThatLiveAtOnceOverlap(String name) {
    Architecture network = Catalog.standard().build(name);
    Graph graph = Fusion.of(Graph.of(network.layers(), network.options().input())).graph();
    Buffers buffers = Buffers.of(graph, value -> BYTES * value.shape().size());
    List<Value> live = new ArrayList<>(List.of(graph.input()));
    for (int i = 0; i < graph.steps().size(); i++) {
      Step step = graph.steps().get(i);
      assertThat(live).containsAll(step.inputs());
      if (step.isInPlace()) {
        Value shortcut = step.inputs().get(1);
        assertThat(from(buffers, step.output())).isEqualTo(from(buffers, shortcut));
        live.remove(shortcut);
      }
      for (Value other : live) {
        assertThat(overlap(buffers, step.output(), other)).as("%s, %s", step, other).isFalse();
      }
      live.add(step.output());
      int next = i + 1;
      live.removeIf(value -> !isReadFrom(graph, next, value));
      assertThat(from(buffers, step.output()) % Buffers.ALIGNMENT).isZero();
      assertThat(to(buffers, step.output())).isLessThanOrEqualTo(buffers.bytes());
    }
    assertThat(live).containsExactly(graph.output());
  }

  /** The memory of three of the largest maps does for all, as in a block with its shortcut. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "resnet152"})
  void valuesShareMemory(String name) {
    Architecture network = Catalog.standard().build(name);
    Graph graph = Fusion.of(Graph.of(network.layers(), network.options().input())).graph();
    long largest = graph.steps().stream().mapToLong(s -> s.output().shape().size()).max().orElse(0);
    long all = Buffers.of(graph, value -> BYTES * value.shape().size()).bytes();
    assertThat(all).isLessThanOrEqualTo(3 * BYTES * largest);
  }

  private static boolean isReadFrom(Graph graph, int step, Value value) {
    return value.equals(graph.output())
        || graph.steps().subList(step, graph.steps().size()).stream()
            .anyMatch(later -> later.inputs().contains(value));
  }

  private static boolean overlap(Buffers buffers, Value a, Value b) {
    return from(buffers, a) < to(buffers, b) && from(buffers, b) < to(buffers, a);
  }

  private static long from(Buffers buffers, Value value) {
    return buffers.offsets().get(value);
  }

  private static long to(Buffers buffers, Value value) {
    return from(buffers, value) + BYTES * value.shape().size();
  }
}
