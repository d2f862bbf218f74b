package org.resnet4j.compiled.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TameNetworks;

class QuantisedPlanTest {
  private static final int IMAGES = 8;
  private static final Architecture SMALL = Catalog.standard().build("cifar-resnet8");

  /** All kinds of steps; rounding each value to 8 bits moves the logits by some percent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic",
        "bottleneck",
        "preact",
        "vgg",
        "googlenet",
        "joints",
        "orders",
        "stacks",
        "squeeze",
        "averaged"
      })
  void comesCloseToWhatTheNetworkComputes(String name) {
    Architecture architecture = ReferenceNetworks.network(name);
    Shape shape = architecture.options().input();
    try (Network network = TameNetworks.tame(architecture)) {
      assertClose(network, shape);
    }
  }

  /** Grouped convolutions count their outputs by two dimensions. */
  @Test
  void groupsHaveAScaleForEachOutput() {
    Shape shape = new Shape(3, 64, 64);
    Architecture groups =
        Catalog.standard().build("resnext50_32x4d", options -> options.withInput(shape));
    try (Network network = TameNetworks.tame(groups)) {
      assertClose(network, shape);
    }
  }

  private static void assertClose(Network network, Shape shape) {
    FloatBuffer images = FloatBuffer.wrap(TameNetworks.images(IMAGES, shape));
    RangeCalibration calibration = RangeCalibration.of(network, shape, images, IMAGES, 2);
    assertThat(calibration.errors()).hasSize(Quantisation.Method.values().length);
    double least = calibration.errors().values().stream().min(Double::compare).orElseThrow();
    assertThat(calibration.errors()).containsEntry(calibration.best().method(), least);
    assertThat(least).isBetween(1e-6, 0.1);
    try (Plan expected = Plan.compile(network, Precision.FP32, shape, 1);
        Plan plan = Plan.compile(network, calibration.best(), shape, 1)) {
      assertThat(plan.explain().numbers()).isEqualTo("int8");
      assertThat(plan.explain().weightBytes()).isLessThan(expected.explain().weightBytes());
      float[] one = plan.logits(images, 1);
      float[] all = plan.logits(images, IMAGES);
      for (int i = 0; i < one.length; i++) {
        assertThat(all[i]).isEqualTo(one[i]); // Integers add up the same in any order.
      }
    }
  }

  @Test
  void jsonKeepsEverything() {
    Shape shape = SMALL.options().input();
    try (Network network = TameNetworks.tame(SMALL)) {
      FloatBuffer images = FloatBuffer.wrap(TameNetworks.images(2, shape));
      Quantisation quantisation = Quantisation.calibrate(network, shape, images, 2, 1);
      String json = quantisation.toJson();
      assertThat(Quantisation.parse(json)).isEqualTo(quantisation);
      assertThat(Quantisation.parse(json).toJson()).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"method\":\"MIN_MAX\",\"images\":1}",
        "{\"method\":\"BEST\",\"images\":1,\"limits\":{}}",
        "{\"method\":\"MIN_MAX\",\"images\":1,\"limits\":{\"input\":-1}}",
        "{\"method\":\"MIN_MAX\",\"images\":1,\"limits\":{\"input\":null}}",
        "{\"method\":\"MIN_MAX\",\"images\":1,\"limits\":{\"input\":\"NaN\"}}",
      })
  void otherJsonIsRefused(String json) {
    assertThatThrownBy(() -> Quantisation.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantisation");
  }

  @Test
  void limitsOfAnotherNetworkAreRefused() {
    Shape shape = SMALL.options().input();
    Quantisation other =
        Quantisation.parse(
            "{\"method\":\"MIN_MAX\",\"images\":1,\"limits\":{\"input\":2.5,\"conv1\":1}}");
    try (Network network = TameNetworks.tame(SMALL)) {
      assertThatThrownBy(() -> Plan.compile(network, other, shape, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("layer1.0.conv1");
    }
  }
}
