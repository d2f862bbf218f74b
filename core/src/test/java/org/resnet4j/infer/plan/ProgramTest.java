package org.resnet4j.infer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.graph.Form;
import org.resnet4j.graph.Fusion;
import org.resnet4j.graph.Graph;
import org.resnet4j.graph.TypedGraph;
import org.resnet4j.onednn.Argument;
import org.resnet4j.onednn.Kernel;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** Where the values of real networks lie. */
class ProgramTest {
  /** Whoever writes a value leaves alone all that is still read. */
  @ParameterizedTest
  @ValueSource(strings = {"preact-resnet50", "resnet20", "resnet18", "googlenet"})
  void noTwoValuesThatLiveAtOnceOverlap(String name) {
    check(
        name,
        program -> {
          List<Kernel> kernels = program.routine().kernels();
          for (int i = 0; i < kernels.size(); i++) {
            Map<Integer, Argument.Variable> later = variables(kernels.subList(i, kernels.size()));
            List<Argument.Variable> live =
                variables(kernels.subList(0, i + 1)).values().stream()
                    .filter(variable -> later.containsKey(variable.id()))
                    .toList();
            for (Argument.Variable a : live) {
              assertThat(live)
                  .filteredOn(b -> b.id() != a.id() && overlap(program, a, b))
                  .isEmpty();
            }
          }
        });
  }

  /** The memory of three of the largest maps does for all, as in a block with its shortcut. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "resnet20"})
  void valuesShareMemory(String name) {
    check(
        name,
        program -> {
          long largest =
              variables(program.routine().kernels()).values().stream()
                  .mapToLong(variable -> variable.description().get_size())
                  .max()
                  .orElseThrow();
          assertThat(program.routine().buffers().bytes()).isLessThanOrEqualTo(3 * largest);
        });
  }

  private interface Check {
    void of(Program program);
  }

  private static void check(String name, Check check) {
    Architecture architecture = Catalog.standard().build(name);
    Graph graph = Graph.of(architecture.layers(), architecture.options().input());
    TypedGraph typed = TypedGraph.of(Fusion.of(graph).graph(), Form.F32);
    try (Network network =
            Network.create(architecture, Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
        Weights weights = new Weights(network.state(), graph.constants());
        Program program = new Program(typed, 1, weights)) {
      check.of(program);
    }
  }

  private static Map<Integer, Argument.Variable> variables(List<Kernel> kernels) {
    Map<Integer, Argument.Variable> variables = new HashMap<>();
    for (Kernel kernel : kernels) {
      for (Argument argument : kernel.arguments().values()) {
        if (argument instanceof Argument.Variable variable) {
          variables.put(variable.id(), variable);
        }
      }
    }
    return variables;
  }

  private static boolean overlap(Program program, Argument.Variable a, Argument.Variable b) {
    Map<Integer, Long> offsets = program.routine().buffers().offsets();
    long from = offsets.get(a.id());
    long other = offsets.get(b.id());
    return from < other + b.description().get_size() && other < from + a.description().get_size();
  }
}
