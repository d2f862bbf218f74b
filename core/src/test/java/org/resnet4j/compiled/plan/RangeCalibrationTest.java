package org.resnet4j.compiled.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceNetworks;

/** The limits of values whose distribution is known. */
class RangeCalibrationTest {
  private static final Shape SHAPE = new Shape(1, 250, 400);
  private static final int VALUES = 100_000;

  /** Quantiles of an exponential distribution, negative every other time: sizes count. */
  private static float[] exponential() {
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) ((i % 2 == 0 ? -1 : 1) * Math.log(1 - (i + 0.5) / VALUES));
    }
    return values;
  }

  @Test
  void limitsAreTheLargestThePercentileAndWhereLeastIsLost() {
    Options options = Options.cifar(Shortcut.NONE).withInput(SHAPE).withClasses(2);
    Architecture architecture =
        new Architecture(
            "mean", options, sequence(new AvgPool(1), new Flatten(), new Linear("fc", 1, 2)));
    try (Network network = ReferenceNetworks.filled(architecture)) {
      RangeCalibration calibration =
          RangeCalibration.of(network, SHAPE, FloatBuffer.wrap(exponential()), 1, 1);
      assertThat(limit(calibration, Quantisation.Method.MIN_MAX))
          .isCloseTo(Math.log(2 * VALUES), within(1e-5));
      assertThat(limit(calibration, Quantisation.Method.PERCENTILE))
          .as("of 99.99 %%: that of 99.9 %% is 6.9, that of 99.999 %% 11.1")
          .isCloseTo(Math.log(10_000), within(0.1));
      assertThat(limit(calibration, Quantisation.Method.ENTROPY))
          .as("numpy, after Migacz 2017: 256 levels; 128 would give 10.27")
          .isEqualTo(11.109375);
    }
  }

  private static double limit(RangeCalibration calibration, Quantisation.Method method) {
    Quantisation found = calibration.with(method);
    assertThat(found.method()).isEqualTo(method);
    assertThat(found.images()).isEqualTo(1);
    return found.limits().get(Graph.INPUT);
  }
}
