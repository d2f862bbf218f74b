package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;

class StochasticDepthTest {
  private static List<Dropout> dropped(Architecture network) {
    return network
        .layers()
        .walk()
        .filter(Dropout.class::isInstance)
        .map(Dropout.class::cast)
        .toList();
  }

  /** ResNet-50 has 16 branches: 0, 1/15, 2/15, ... of the rate. */
  @Test
  void ratesGrowWithDepth() {
    Architecture plain = Catalog.standard().build("resnet50");
    List<Dropout> dropped = dropped(StochasticDepth.in(plain, 0.3));
    assertThat(dropped).hasSize(15).allMatch(Dropout::wholeImages);
    for (int i = 0; i < 15; i++) {
      assertThat(dropped.get(i).rate()).isCloseTo(0.3 * (i + 1) / 15, within(1e-12));
    }
    assertThat(dropped(plain)).isEmpty();
    assertThat(dropped(StochasticDepth.in(plain, 0))).isEmpty();
  }

  @Test
  void branchesAreLeftOutAsAWholeAndShortcutsStay() {
    Architecture network = StochasticDepth.in(Catalog.standard().build("resnet18"), 0.5);
    List<Residual> residuals =
        network
            .layers()
            .walk()
            .filter(Residual.class::isInstance)
            .map(Residual.class::cast)
            .toList();
    assertThat(residuals).hasSize(8);
    for (Residual residual : residuals.subList(1, 8)) {
      Sequence branch = (Sequence) residual.branch();
      assertThat(branch.children().get(branch.children().size() - 1)).isInstanceOf(Dropout.class);
      assertThat(residual.shortcut().walk()).noneMatch(Dropout.class::isInstance);
    }
  }

  @Test
  void parametersAreTheSame() {
    Architecture plain = Catalog.standard().build("resnet20");
    Architecture changed = StochasticDepth.in(plain, 0.4);
    assertThat(changed.layers().allParameters()).isEqualTo(plain.layers().allParameters());
    assertThat(changed.name()).isEqualTo(plain.name());
    assertThat(changed.options()).isEqualTo(plain.options());
  }
}
