package org.resnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.Shared;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** Weights that others trained and published, against what PyTorch computes with them. */
class RealWeightFileTest {
  /** PyTorch 1.13, the network written out with torch.nn.functional; the input is below. */
  private static final double[] LOGITS = {
    -2.1470015,
    -3.36100078,
    4.1485343,
    1.84775329,
    0.886207819,
    -1.76090825,
    6.34123611,
    -4.38071012,
    -0.455751151,
    -1.10987556
  };

  private static float[] input() {
    float[] values = new float[3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 255 / 255f - 0.5f;
    }
    return values;
  }

  @Test
  void resnet20OfAkamaster() throws IOException {
    Optional<Path> folder = Shared.folder("weights");
    assumeTrue(folder.isPresent(), "needs shared/data/weights");
    try (WeightFile file = WeightFile.read(folder.get().resolve("resnet20-12fca82f.th"));
        Recognised found = Recognition.of(file.tensors(), Catalog.standard(), null);
        Network network =
            Network.of(found.architecture(), found.tensors(), Device.CPU, Precision.FP32);
        PointerScope scope = new PointerScope()) {
      assertThat(file.format()).isEqualTo(WeightFile.Format.PYTORCH_LEGACY);
      assertThat(file.wrapping()).isEqualTo("state_dict");
      assertThat(found.prefix()).isEqualTo("module.");
      assertThat(found.origin()).isEqualTo(Origin.AKAMASTER);
      assertThat(found.architecture().name()).isEqualTo("resnet20");
      assertThat(Summary.of(found.architecture()).parameters()).isEqualTo(269_722);
      float[] logits =
          HostMemory.floats(network.forward(torch.tensor(input()).reshape(1, 3, 32, 32)));
      for (int i = 0; i < LOGITS.length; i++) {
        assertThat((double) logits[i]).isCloseTo(LOGITS[i], within(1e-5));
      }
    }
  }
}
