package org.resnet4j.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;

/** DJL brings another libtorch, which must not share a process with that of the other tests. */
class DjlBlocksTest {
  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "resnet56", "resnet50"})
  void hasTheParametersOfTheNetwork(String model) {
    assumeTrue(
        DjlBlocks.class.getResource("/native/lib/pytorch.properties") != null,
        "skipped: DJL's natives are not there; mvn -Privals brings them");
    Architecture network = Catalog.standard().build(model);
    org.resnet4j.layer.Shape image = network.options().input();
    try (Model djl = Model.newInstance(model, "PyTorch")) {
      Block block = DjlBlocks.of(network.layers());
      block.initialize(
          djl.getNDManager(),
          DataType.FLOAT32,
          new Shape(2, image.channels(), image.height(), image.width()));
      assertThat(DjlBlocks.trainable(block)).isEqualTo(Summary.of(network).parameters());
    }
  }
}
