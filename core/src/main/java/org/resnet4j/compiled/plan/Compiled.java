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
 * The steps of a plan, before compilation for a batch size, and their origin.
 *
 * @param network the name in the catalog
 * @param numbers the number type of the values, in words
 * @param operations how many there were before folding and fusion
 * @param folded how many normalisations were folded into convolutions
 */
record Compiled(
    String network, String numbers, int operations, int folded, Fusion fusion, TypedGraph graph) {

  /**
   * The multiply-adds of a step from which sharing it among all cores pays. With 2 cores, networks
   * of 26 million a step were 1.5 times as fast together, networks of 2 million took 3 times as
   * long: the cores wait for each other after each step.
   */
  private static final long WORTH_SHARING = 8_000_000;

  /**
   * Traces an image through a network whose normalisations are folded.
   *
   * @param typing chooses the form of each value
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

  /** Whether all cores together compute one image faster than a single core. */
  boolean isWorthSharing() {
    long all = graph.steps().stream().mapToLong(Step::multiplyAdds).sum();
    return all >= WORTH_SHARING * graph.steps().size();
  }

  /**
   * Explains the steps.
   *
   * @param program of the steps compiled for one image
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
