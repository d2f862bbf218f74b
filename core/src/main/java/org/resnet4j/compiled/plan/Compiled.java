package org.resnet4j.compiled.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.resnet4j.compiled.graph.Fusion;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.onednn.Kernel;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Folding;

/**
 * The steps of a plan, before any is made ready for a size of batch, and where they come from.
 *
 * @param network the name in the catalog
 * @param numbers what the values are kept in, for people
 * @param operations how many there were, one by one
 * @param folded how many normalisations became part of convolutions
 */
record Compiled(
    String network, String numbers, int operations, int folded, Fusion fusion, TypedGraph graph) {

  /**
   * Multiply-adds of a step from which on it pays that all cores share it. With 2 cores, networks
   * of 26 million a step answered 1.5 times sooner together, networks of 2 million 3 times later:
   * they wait for each other after each step.
   */
  private static final long WORTH_SHARING = 8_000_000;

  /**
   * Follows an image through a network whose normalisations are folded.
   *
   * @param typing says in which form each value is kept
   */
  static Compiled of(
      Folding folding, Shape input, String numbers, Function<Graph, TypedGraph> typing) {
    Graph graph = Graph.of(folding.network().architecture().layers(), input);
    Fusion fusion = Fusion.of(graph);
    return new Compiled(
        folding.network().architecture().name(),
        numbers,
        graph.steps().size() + folding.folded(),
        folding.folded(),
        fusion,
        typing.apply(fusion.graph()));
  }

  /** Whether one image is computed sooner by all cores together than by one alone. */
  boolean isWorthSharing() {
    long all = graph.steps().stream().mapToLong(Step::multiplyAdds).sum();
    return all >= WORTH_SHARING * graph.steps().size();
  }

  /**
   * Explains the steps.
   *
   * @param program they are made ready in, for one image
   */
  Explanation explain(Program program, long weightBytes) {
    List<Kernel> kernels = program.routine().kernels();
    List<Explanation.Row> rows = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      Step step = graph.steps().get(i);
      rows.add(
          new Explanation.Row(
              step.name(),
              step.operation().describe(),
              step.output().shape(),
              kernels.get(i).implementation(),
              fusion.reasons().getOrDefault(step.name(), "")));
    }
    return new Explanation(
        network,
        graph.input().shape(),
        numbers,
        operations,
        folded,
        rows,
        weightBytes,
        program.routine().bytes());
  }
}
