package org.resnet4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.junit.jupiter.api.Test;

/** DJL brings another libtorch, which must not share a process with that of the other tests. */
class DjlRivalTest {
  @Test
  void isResNet20() {
    assumeTrue(
        DjlRival.class.getResource("/native/lib/pytorch.properties") != null,
        "skipped: DJL's natives are not there; mvn -Privals brings them");
    try (Model model = Model.newInstance("resnet20", "PyTorch")) {
      Block network = DjlRival.network();
      network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(2, 3, 32, 32));
      // He et al. 2015, table 6: 0.27 million.
      assertThat(DjlRival.trainable(network)).isEqualTo(269_722);
    }
  }
}
