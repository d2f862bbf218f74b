package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

/** Networks as lists of steps. */
class GraphTest {
  private static Step only(Layer layer, Shape image) {
    Graph graph = Graph.of(layer, image);
    assertThat(graph.steps()).hasSize(1);
    return graph.steps().get(0);
  }

  /** Published counts are those of Summary; here they are computed in another way. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "resnext50_32x4d", "vgg11", "googlenet", "cifar-vgg7"})
  void stepsCostWhatTheSummarySays(String name) {
    var network = Catalog.standard().build(name);
    Graph graph = Graph.of(network.layers(), network.options().input());
    assertThat(graph.steps().stream().mapToLong(Step::multiplyAdds).sum())
        .isEqualTo(Summary.of(network).multiplyAdds());
  }

  @Test
  void evenCellsAreWindows() {
    assertThat(only(new AvgPool(4), new Shape(2, 12, 12)).operation())
        .isEqualTo(new Operation.Pooling(Pool.Kind.AVERAGE, 3, 3, 0));
    assertThat(only(new AvgPool(1), new Shape(2, 7, 7)).operation())
        .isEqualTo(new Operation.Pooling(Pool.Kind.AVERAGE, 7, 7, 0));
    assertThat(Graph.of(new AvgPool(7), new Shape(2, 7, 7)).steps()).isEmpty();
  }

  /** Cells of unequal size as torch has them: from floor(i n / k) to ceil((i + 1) n / k). */
  @Test
  void unevenCellsAreSharesOfTheirPixels() {
    Graph graph = Graph.of(new AvgPool(2), new Shape(1, 3, 5));
    Step step = graph.steps().get(0);
    assertThat(step.operation()).isEqualTo(new Operation.UnevenPooling(2));
    float[] shares = graph.constants().get(step.name());
    assertThat(shares).hasSize(4 * 15);
    int[][] rows = {{0, 2}, {1, 3}};
    int[][] columns = {{0, 3}, {2, 5}};
    for (int i = 0; i < 60; i++) {
      int[] row = rows[i / 30];
      int[] column = columns[i / 15 % 2];
      int y = i % 15 / 5;
      int x = i % 5;
      boolean inside = y >= row[0] && y < row[1] && x >= column[0] && x < column[1];
      assertThat(shares[i]).as("share %d", i).isEqualTo(inside ? 1 / 6f : 0, within(1e-7f));
    }
  }

  /** Option A as a 1x1 convolution: an odd zero channel is appended. */
  @Test
  void zeroPaddingCopiesChannelsIntoTheMiddle() {
    Graph graph = Graph.of(new Subsample(2, 5, 2), new Shape(2, 8, 8));
    Step step = graph.steps().get(0);
    assertThat(step.operation()).isInstanceOf(Operation.Convolution.class);
    assertThat(step.output().shape()).isEqualTo(new Shape(5, 4, 4));
    assertThat(graph.constants().get(step.name() + ".weight"))
        .containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void aClassifierReadsMapsAsTheyAre() {
    Graph graph = Graph.of(sequence(new Flatten(), new Linear("fc", 18, 4)), new Shape(2, 3, 3));
    assertThat(graph.steps()).hasSize(1);
    assertThat(graph.output().shape()).isEqualTo(new Shape(4, 1, 1));
    assertThat(graph.steps().get(0).multiplyAdds()).isEqualTo(72);
  }

  @Test
  void operationsAreNamedForPeople() {
    Graph graph =
        Fusion.of(Graph.of(Catalog.standard().build("vgg11").layers(), new Shape(3, 224, 224)))
            .graph();
    List<String> kinds =
        graph.steps().stream().map(s -> s.operation().describe()).distinct().toList();
    assertThat(kinds)
        .containsExactly("conv 3x3 + ReLU", "max pooling 2x2/2", "linear + ReLU", "linear");
    assertThat(only(new AvgPool(1), new Shape(2, 7, 7)).operation().describe())
        .isEqualTo("average pooling 7x7/7");
    assertThat(only(new AvgPool(2), new Shape(2, 5, 7)).operation().describe())
        .isEqualTo("average pooling to 2x2");
  }
}
