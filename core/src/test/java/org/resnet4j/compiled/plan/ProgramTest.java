package org.resnet4j.compiled.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Fusion;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.onednn.RoutineChecks;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** The memory of the values of real networks. */
class ProgramTest {
  /** No kernel overwrites a value that is still read. */
  @ParameterizedTest
  @ValueSource(strings = {"preact-resnet50", "resnet20", "resnet18", "googlenet"})
  void noTwoValuesThatLiveAtOnceOverlap(String name) {
    check(name, program -> RoutineChecks.assertNoOverlap(program.routine(), Set.of()));
  }

  /** The memory of three of the largest maps suffices for all, as in a block with its shortcut. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "resnet20"})
  void valuesShareMemory(String name) {
    check(
        name,
        program -> {
          long largest =
              RoutineChecks.variables(program.routine().kernels()).values().stream()
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
}
