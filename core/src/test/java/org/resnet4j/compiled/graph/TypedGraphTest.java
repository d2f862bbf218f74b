package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;

class TypedGraphTest {
  /** A network with folded normalisations. */
  private static Graph folded(String name) {
    return fused(Catalog.standard().build(name, options -> options.withNorm(Options.Norm.NONE)));
  }

  private static Graph fused(Architecture network) {
    return Fusion.of(Graph.of(network.layers(), network.options().input())).graph();
  }

  /** A different limit for each step. */
  private static Map<String, Double> limits(Graph graph) {
    Map<String, Double> limits = new HashMap<>(Map.of(Graph.INPUT, 2.54));
    for (Step step : graph.steps()) {
      limits.put(step.name(), 1.0 + limits.size());
    }
    return limits;
  }

  private static Form output(TypedGraph graph, String name) {
    Step step = graph.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    return graph.form(step.output());
  }

  @Test
  void aResidualNetworkIsInEightBitsFromEndToEnd() {
    Graph graph = folded("resnet18");
    Map<String, Double> limits = limits(graph);
    TypedGraph typed = TypedGraph.quantised(graph, limits);
    assertThat(typed.steps()).hasSize(graph.steps().size() + 1); // The image is converted.
    assertThat(typed.form(typed.input())).isEqualTo(Form.F32);
    assertThat(output(typed, "conv1.input")).isEqualTo(new Form(NumberType.S8, 2.54f / 127));
    assertThat(output(typed, "conv1").type()).isEqualTo(NumberType.U8);
    assertThat(output(typed, "layer1.0.conv1"))
        .isEqualTo(new Form(NumberType.U8, (float) (limits.get("layer1.0.conv1") / 255)));
    assertThat(output(typed, "layer2.0.conv2").type())
        .as("a branch that ends without a ReLU")
        .isEqualTo(NumberType.S8);
    assertThat(output(typed, "fc")).isEqualTo(Form.F32);
  }

  /** Normalisations have no 8-bit form, so the path of the shortcuts stays fp32. */
  @Test
  void preActivatedNetworksConvertBeforeTheirConvolutions() {
    Graph graph = fused(Catalog.standard().build("cifar-preact8"));
    TypedGraph typed = TypedGraph.quantised(graph, limits(graph));
    for (Step step : typed.steps()) {
      if (step.operation() instanceof Operation.Normalisation) {
        assertThat(typed.form(step.input())).isEqualTo(Form.F32);
        assertThat(typed.form(step.output())).isEqualTo(Form.F32);
      } else if (step.operation() instanceof Operation.Convolution) {
        assertThat(typed.form(step.input()).type().isQuantised()).isTrue();
      }
      if (step.isInPlace()) {
        assertThat(typed.form(step.inputs().get(1))).isEqualTo(typed.form(step.output()));
      }
    }
  }

  /** Pooling and concatenation only copy numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"googlenet", "resnet50", "vgg11"})
  void poolingAndConcatenationKeepTheScale(String name) {
    Graph graph = folded(name);
    TypedGraph typed = TypedGraph.quantised(graph, limits(graph));
    List<Step> copies =
        typed.steps().stream()
            .filter(
                step ->
                    step.operation() instanceof Operation.Pooling
                        || step.operation() instanceof Operation.Concatenation)
            .toList();
    assertThat(copies).isNotEmpty();
    for (Step step : copies) {
      for (Value input : step.inputs()) {
        assertThat(typed.form(input)).as(step.name()).isEqualTo(typed.form(step.output()));
        assertThat(typed.form(input).type()).isEqualTo(NumberType.U8);
      }
    }
  }

  @Test
  void floatingPointIsConvertedAtTheEndsOnly() {
    Graph graph = folded("resnet20");
    assertThat(TypedGraph.of(graph, Form.F32).steps()).isEqualTo(graph.steps());
    TypedGraph half = TypedGraph.of(graph, Form.BF16);
    assertThat(half.steps()).hasSize(graph.steps().size() + 1);
    assertThat(half.form(half.output())).isEqualTo(Form.F32);
  }

  @Test
  void everyLimitMustBeThere() {
    Graph graph = folded("resnet20");
    Map<String, Double> limits = limits(graph);
    limits.remove("layer2.1.conv1");
    assertThatThrownBy(() -> TypedGraph.quantised(graph, limits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no limit for layer2.1.conv1: ")
        .hasMessageContaining("another network or image size");
  }
}
