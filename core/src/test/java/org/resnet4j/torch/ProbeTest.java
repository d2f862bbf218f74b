package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Probe.Kind;

/** What a probe is shown of a network. */
class ProbeTest {
  private static final int IMAGES = 4;
  private static final Shape SHAPE = new Shape(3, 32, 32);

  private record Seen(String name, Kind kind, float[] values) {}

  private static Network network(String model) {
    return Network.create(
        Catalog.standard().build(model), Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
  }

  private static float[] pixels() {
    Random random = new Random(3);
    float[] pixels = new float[(int) (IMAGES * SHAPE.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static List<Seen> see(Network network, boolean batchStatistics) {
    List<Seen> seen = new ArrayList<>();
    network.observe(
        pixels(),
        IMAGES,
        SHAPE,
        batchStatistics,
        (name, kind, values) -> seen.add(new Seen(name, kind, values)));
    return seen;
  }

  private static List<String> names(List<Seen> seen, Kind kind) {
    return seen.stream().filter(s -> s.kind() == kind).map(Seen::name).toList();
  }

  private static List<Layer> layers(Network network, Class<? extends Layer> type) {
    return network.architecture().layers().walk().filter(type::isInstance).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "cifar-resnet8, layer1.0 layer2.0 layer3.0",
    "cifar-preact14, layer1.0 layer1.1 layer2.0 layer2.1 layer3.0 layer3.1",
    "cifar-bottleneck11, layer1.0 layer2.0 layer3.0",
    "cifar-plain8, ''"
  })
  void everyLayerAndEveryBlockIsShownByItsName(String model, String blocks) {
    try (Network network = network(model)) {
      List<Seen> seen = see(network, false);
      assertThat(names(seen, Kind.CONVOLUTION))
          .isEqualTo(layers(network, Conv.class).stream().map(l -> ((Conv) l).name()).toList());
      assertThat(names(seen, Kind.NORMALISATION))
          .isEqualTo(
              layers(network, BatchNorm.class).stream().map(l -> ((BatchNorm) l).name()).toList());
      List<String> wanted = blocks.isEmpty() ? List.of() : List.of(blocks.split(" ", -1));
      assertThat(wanted).hasSize(layers(network, Residual.class).size());
      for (Kind kind : List.of(Kind.BRANCH, Kind.SHORTCUT, Kind.SUM)) {
        assertThat(names(seen, kind)).isEqualTo(wanted);
      }
    }
  }

  @Test
  void aSumIsBranchAndShortcutTogether() {
    try (Network network = network("cifar-resnet8")) {
      List<Seen> seen = see(network, false);
      for (int i = 0; i < seen.size(); i++) {
        if (seen.get(i).kind() == Kind.SUM) {
          float[] branch = seen.get(i - 2).values();
          float[] shortcut = seen.get(i - 1).values();
          float[] sum = seen.get(i).values();
          assertThat(branch).isNotEqualTo(shortcut);
          for (int j = 0; j < sum.length; j++) {
            assertThat(sum[j]).isEqualTo(branch[j] + shortcut[j]);
          }
        }
      }
    }
  }

  @Test
  void theLogitsAreThoseOfAForwardPassAndNothingChanges() {
    try (Network network = network("cifar-resnet8");
        TensorMap before = network.state().copy(name -> true);
        PointerScope scope = new PointerScope()) {
      List<Seen> seen = see(network, true);
      seen = see(network, false);
      Seen last = seen.get(seen.size() - 1);
      assertThat(last.kind()).isEqualTo(Kind.LOGITS);
      assertThat(last.values())
          .isEqualTo(
              HostMemory.floats(
                  network.forward(HostMemory.images(pixels(), IMAGES, SHAPE, Device.CPU))));
      before
          .asMap()
          .forEach(
              (name, tensor) ->
                  assertThat(network.state().get(name).equal(tensor)).as(name).isTrue());
    }
  }

  @Test
  void withTheStatisticsOfTheBatchNormalisationsGiveUnitVariance() {
    try (Network network = network("cifar-plain8")) {
      for (Seen seen : see(network, true)) {
        if (seen.kind() == Kind.NORMALISATION) {
          double squares = 0;
          for (float value : seen.values()) {
            squares += (double) value * value;
          }
          assertThat(squares / seen.values().length).as(seen.name()).isCloseTo(1, within(0.01));
        }
      }
      assertThat(see(network, false).get(1).values())
          .isNotEqualTo(see(network, true).get(1).values());
    }
  }

  /** Counts what it has to keep until it is closed. */
  private static final class Counting extends PointerScope {
    private int kept;

    @Override
    public PointerScope attach(Pointer pointer) {
      kept++;
      return super.attach(pointer);
    }
  }

  @Test
  void valuesAreTakenWithoutLeavingACopyBehind() {
    try (PointerScope scope = new PointerScope()) {
      Tensor channelsLast = HostMemory.images(pixels(), IMAGES, SHAPE, Device.CPU);
      try (Counting inner = new Counting()) {
        assertThat(HostMemory.floats(channelsLast)).hasSize((int) (IMAGES * SHAPE.size()));
        assertThat(inner.kept).isZero();
      }
      try (Counting inner = new Counting()) {
        assertThat(channelsLast.contiguous().dim()).isEqualTo(4);
        assertThat(inner.kept).isPositive();
      }
    }
  }
}
