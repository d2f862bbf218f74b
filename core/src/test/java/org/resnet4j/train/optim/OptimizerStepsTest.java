package org.resnet4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceFill;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TensorMap;

/** Three steps of each optimiser against what {@code optimizer_steps.py} computes in double. */
class OptimizerStepsTest {
  /** What a schedule gives for the three steps. */
  private static final double[] FACTORS = {0.5, 1, 0.25};

  private static final Adam MOMENTS = new Adam(0.9, 0.99, 1e-6);

  private static final Map<String, Optimizer> CASES =
      Map.ofEntries(
          Map.entry("plain", new Sgd(0.1, 0, false, 0, true)),
          Map.entry("heavy-ball", new Sgd(0.1, 0.9, false, 0.05, true)),
          Map.entry("heavy-ball-weights-decay", new Sgd(0.1, 0.9, false, 0.05, false)),
          Map.entry("nesterov", new Sgd(0.1, 0.9, true, 0.05, true)),
          Map.entry("nesterov-weights-decay", new Sgd(0.1, 0.7, true, 0.05, false)),
          Map.entry("muon", new Muon(0.025, 0.9, 5, new Sgd(0.2, 0.8, true, 0.05, false))),
          Map.entry("slow-backbone", new SlowBackbone(0.25, new Sgd(0.3, 0.9, true, 0.05, false))),
          Map.entry("adamw", new AdamW(0.01, MOMENTS, 0.05, true)),
          Map.entry("adamw-weights-decay", new AdamW(0.01, MOMENTS, 0.05, false)),
          Map.entry("lamb", new Lamb(0.01, MOMENTS, 0.05, true)),
          Map.entry("lamb-weights-decay", new Lamb(0.01, MOMENTS, 0.05, false)));

  /** Two filter banks, one taller than wide, a convolution without normalisation, and a head. */
  private static Architecture architecture() {
    Options options = Options.cifar(Shortcut.NONE).withInput(new Shape(2, 4, 4)).withClasses(2);
    return new Architecture(
        "steps",
        options,
        sequence(
            new Conv("conv1", 2, 6, 1, 1, 0, 1, false),
            new BatchNorm("bn1", 6),
            new Conv("conv2", 6, 4, 1, 1, 0, 1, false),
            new BatchNorm("bn2", 4),
            new Conv("conv3", 4, 3, 1, 1, 0, 1, true),
            new AvgPool(1),
            new Flatten(),
            new Linear("fc", 3, 2)));
  }

  private static JsonNode reference(String name) throws IOException {
    try (InputStream in =
        OptimizerStepsTest.class.getResourceAsStream("/reference/optimizer-steps.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in)).get(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "heavy-ball",
        "heavy-ball-weights-decay",
        "nesterov",
        "nesterov-weights-decay",
        "adamw",
        "adamw-weights-decay",
        "lamb",
        "lamb-weights-decay",
        "muon",
        "slow-backbone"
      })
  void threeStepsAreThoseOfTheReference(String name) throws IOException {
    check(Objects.requireNonNull(CASES.get(name)), reference(name));
  }

  /** Powers of two, so that all quotients are exact. */
  @Test
  void anotherRateKeepsTheRatiosAmongGroups() {
    Sgd sgd = new Sgd(0.2, 0.8, true, 0.05, false);
    assertThat(sgd.withRate(0.4)).isEqualTo(new Sgd(0.4, 0.8, true, 0.05, false));
    assertThat(new Muon(0.25, 0.9, 5, sgd).withRate(1))
        .isEqualTo(new Muon(1, 0.9, 5, sgd.withRate(0.8)));
    assertThat(new SlowBackbone(0.25, sgd).withRate(0.4))
        .isEqualTo(new SlowBackbone(0.25, sgd.withRate(0.4)));
  }

  @Test
  void anotherWeightDecayChangesNothingElse() {
    Sgd sgd = new Sgd(0.2, 0.8, true, 0.05, false);
    Sgd more = new Sgd(0.2, 0.8, true, 0.1, false);
    assertThat(sgd.withWeightDecay(0.1)).isEqualTo(more);
    assertThat(new Muon(0.025, 0.9, 5, sgd).withWeightDecay(0.1))
        .isEqualTo(new Muon(0.025, 0.9, 5, more));
    assertThat(new SlowBackbone(0.25, sgd).withWeightDecay(0.1))
        .isEqualTo(new SlowBackbone(0.25, more));
  }

  private static void check(Optimizer optimizer, JsonNode steps) {
    assertThat(steps).hasSize(3);
    try (Network network = ReferenceNetworks.filled(architecture());
        TensorMap momenta = optimizer.momenta(network)) {
      Optimizer.Rule rule = optimizer.rule(network.architecture());
      for (int step = 0; step < 3; step++) {
        int at = 0;
        for (Parameter parameter : network.trainable()) {
          float[] values = step(rule, network, momenta, parameter, step);
          for (float value : values) {
            assertThat((double) value)
                .as("%s after step %d", parameter.name(), step + 1)
                .isCloseTo(steps.get(step).get(at++).asDouble(), within(3e-6));
          }
        }
        assertThat(steps.get(step)).hasSize(at);
      }
    }
  }

  private static float[] step(
      Optimizer.Rule rule, Network network, TensorMap momenta, Parameter parameter, int step) {
    String name = parameter.name();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor weight = network.state().get(name);
      float[] values = ReferenceFill.fill(step + "/" + name, (int) parameter.size(), 0, 1);
      Tensor gradient = torch.tensor(values).view_as(weight);
      rule.update(parameter, weight, gradient, momenta.get(name), FACTORS[step], step);
      return HostMemory.floats(weight);
    }
  }

  @Test
  void aRateIsAboveZeroAndADecayMayBeZero() {
    assertThat(new Sgd(Double.MIN_VALUE, 0, false, 0, true).weightDecay()).isZero();
    assertThat(new Sgd(Double.MAX_VALUE, 0, false, Double.MAX_VALUE, true).rate()).isPositive();
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Sgd(rate, 0, false, 0, true))
          .hasMessageContaining("learning rate above 0");
    }
    for (double decay : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Sgd(1, 0, false, decay, true))
          .hasMessageContaining("weight decay of at least 0");
    }
    Sgd head = new Sgd(1, 0, false, 0, true);
    assertThat(new SlowBackbone(0, head).share()).isZero();
    assertThatThrownBy(() -> new SlowBackbone(-1e-9, head))
        .hasMessageContaining("backbone rate of at least 0");
  }
}
