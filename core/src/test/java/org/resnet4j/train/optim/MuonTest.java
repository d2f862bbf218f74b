package org.resnet4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.torch.HostMemory;

class MuonTest {
  private static final Muon MUON = new Muon(0.025, 0.9, 5, new Sgd(0.2, 0.9, true, 5e-4, false));

  @ParameterizedTest
  @CsvSource({"16, 27", "16, 144", "64, 576", "144, 16", "100, 40"})
  void aMatrixKeepsItsDirectionsAndLosesItsScales(int rows, int columns) {
    try (PointerScope scope = new PointerScope()) {
      torch.manual_seed(rows);
      Tensor matrix = torch.randn(rows, columns);
      Tensor orthogonal = MUON.orthogonal(matrix);
      assertThat(HostMemory.floats(torch.linalg_svdvals(orthogonal)))
          .hasSize(Math.min(rows, columns));
      for (float value : HostMemory.floats(torch.linalg_svdvals(orthogonal))) {
        assertThat(value).isBetween(0.5f, 1.3f);
      }
      double scales = torch.linalg_svdvals(matrix).sum().item_double();
      double alignment = matrix.mul(orthogonal).sum().item_double();
      assertThat(alignment)
          .as("the singular vectors stay: the product is the sum of the singular values")
          .isBetween(0.5 * scales, 1.3 * scales);
    }
  }

  @Test
  void itServesAllConvolutionsOfResNet20() {
    Layer layers = Catalog.standard().build("resnet20").layers();
    Set<String> convolutions =
        layers
            .walk()
            .filter(layer -> layer instanceof Conv)
            .map(layer -> ((Conv) layer).name() + ".weight")
            .collect(Collectors.toSet());
    assertThat(Muon.filterBanks(layers)).hasSize(19).isEqualTo(convolutions);
  }

  @Test
  void itLeavesConvolutionsWithoutNormalisationToTheRest() {
    Layer bare = Catalog.standard().build("vgg11").layers();
    assertThat(Muon.filterBanks(bare)).isEmpty();
  }

  /** Nothing is divided by the length of a direction that has none. */
  @Test
  void noDirectionGivesNoStep() {
    try (PointerScope scope = new PointerScope()) {
      assertThat(HostMemory.floats(MUON.orthogonal(torch.zeros(4, 9)))).containsOnly(0f);
    }
  }
}
