package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;

class FoldingTest {
  @ParameterizedTest
  @CsvSource({
    "resnet20, 19, 0",
    "cifar-resnet8, 7, 0",
    "cifar-bottleneck11, 13, 0",
    "cifar-preact-bottleneck11, 7, 3",
    "cifar-inception, 55, 0"
  })
  void computesTheSame(String name, int folded, int kept) {
    try (Network network = ReferenceNetworks.filled(Catalog.standard().build(name))) {
      Folding folding = Folding.of(network);
      try (Network result = folding.network()) {
        assertThat(List.of(folding.folded(), folding.kept())).containsExactly(folded, kept);
        assertThat(norms(result.architecture().layers())).isEqualTo(kept);
        assertSameLogits(network, result);
      }
    }
  }

  /** A bias before the normalisation, its own epsilon, and groups. */
  @Test
  void foldsBiasEpsilonAndGroups() {
    Layer layers =
        Sequence.sequence(
            new Conv("a", 4, 6, 3, 2, 1, 2, true),
            new BatchNorm("b", 6, 0.5, 0.1),
            new AvgPool(1),
            new Flatten());
    Options options = Options.cifar(Shortcut.NONE).withInput(new Shape(4, 9, 9)).withClasses(6);
    try (Network network = ReferenceNetworks.filled(new Architecture("x", options, layers));
        Network folded = Folding.of(network).network()) {
      assertThat(folded.state().asMap().keySet()).containsExactly("a.weight", "a.bias");
      assertSameLogits(network, folded);
    }
  }

  /** The value that leaves a named place is looked at from outside, so it must not change. */
  @Test
  void keepsTheNormalisationBehindANamedPlace() {
    Layer layers =
        Sequence.sequence(
            Sequence.sequence("place", new Conv("a", 3, 4, 3, 1, 1, 1, false)),
            Sequence.sequence(new BatchNorm("b", 4)),
            Sequence.sequence(new Conv("c", 4, 4, 3, 1, 1, 1, false)),
            Sequence.sequence(new BatchNorm("d", 4), new AvgPool(1)),
            new Flatten());
    Options options = Options.cifar(Shortcut.NONE).withClasses(4);
    try (Network network = ReferenceNetworks.filled(new Architecture("x", options, layers))) {
      Folding folding = Folding.of(network);
      try (Network folded = folding.network()) {
        assertThat(List.of(folding.folded(), folding.kept())).containsExactly(1, 1);
        assertThat(folded.state().asMap()).containsKey("b.weight").doesNotContainKey("d.weight");
        assertSameLogits(network, folded);
      }
    }
  }

  @Test
  void leavesOutSideClassifiers() {
    Architecture architecture =
        Catalog.standard()
            .build("googlenet", o -> o.withAuxiliary(true).withInput(new Shape(3, 64, 64)));
    try (Network network = ReferenceNetworks.filled(architecture);
        Network folded = Folding.of(network).network()) {
      assertThat(network.state().asMap()).containsKey("aux1.fc1.weight");
      assertThat(folded.state().asMap().keySet()).noneMatch(name -> name.startsWith("aux"));
      assertSameLogits(network, folded);
    }
  }

  private static long norms(Layer layers) {
    return layers.walk().filter(layer -> layer instanceof BatchNorm).count();
  }

  private static void assertSameLogits(Network network, Network folded) {
    Shape shape = network.architecture().options().input();
    long[] sizes = {2, shape.channels(), shape.height(), shape.width()};
    try (PointerScope scope = new PointerScope()) {
      Tensor x = torch.tensor(ReferenceFill.input("x", (int) (2 * shape.size()))).reshape(sizes);
      float[] wanted = HostMemory.floats(network.forward(x));
      float[] came = HostMemory.floats(folded.forward(x));
      assertThat(came).hasSameSizeAs(wanted);
      double largest = 0;
      double difference = 0;
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        difference = Math.max(difference, Math.abs(wanted[i] - came[i]));
      }
      assertThat(difference).isLessThan(1e-5 * largest);
    }
  }
}
