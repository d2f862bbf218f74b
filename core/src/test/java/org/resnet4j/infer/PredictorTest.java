package org.resnet4j.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Image;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

class PredictorTest {
  private static final String WEIGHTS = "resnet20-cifar10";

  private static Predictor predictor;

  @BeforeAll
  static void load() throws Exception {
    predictor = new Predictor(model(), 2);
  }

  @AfterAll
  static void close() {
    predictor.close();
  }

  private static Model model() throws Exception {
    return Model.load(WEIGHTS, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  /** A picture of its own for each number, of many sizes. */
  private static Image picture(int number) {
    Image image = new Image(3, 33 + number % 7, 40 + number % 5);
    int state = number;
    for (int i = 0; i < image.pixels().length; i++) {
      state = state * 1_103_515_245 + 12_345;
      image.pixels()[i] = (byte) ((state >>> 16) % (64 + 8 * (number % 24)));
    }
    return image;
  }

  @Test
  void sixteenThreadsGetTheAnswersThatOneGets() throws Exception {
    int pictures = 40;
    List<Prediction> alone = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      alone.add(predictor.predict(picture(i)));
    }
    assertThat(alone.stream().map(Prediction::index).distinct().count()).isGreaterThan(1);
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> calls =
          IntStream.range(0, 16)
              .<Callable<Boolean>>mapToObj(
                  caller ->
                      () -> {
                        for (int i = 0; i < pictures; i++) {
                          int number = (i * 7 + caller) % pictures;
                          assertThat(predictor.predict(picture(number)))
                              .isEqualTo(alone.get(number));
                        }
                        return true;
                      })
              .toList();
      for (Future<Boolean> answered : callers.invokeAll(calls)) {
        assertThat(answered.get()).isTrue();
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void probabilitiesAreASoftmaxInDescendingOrder() throws Exception {
    Prediction all = predictor.predict(List.of(predictor.input(picture(3))), 10).get(0);
    assertThat(all.top()).hasSize(10);
    assertThat(all.top().stream().mapToDouble(Prediction.Label::probability).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(all.top())
        .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    float[] logits = predictor.logits(List.of(predictor.input(picture(3)))).get(0);
    assertThat(all.top().get(0).probability() / all.top().get(1).probability())
        .isCloseTo(
            Math.exp(logits[all.top().get(0).index()] - logits[all.top().get(1).index()]),
            within(1e-6));
    assertThat(predictor.predict(picture(3)).top()).isEqualTo(all.top().subList(0, 5));
  }

  @Test
  void theClassifierTurnsPooledFeaturesIntoLogits() throws Exception {
    List<Image> inputs = List.of(predictor.input(picture(1)), predictor.input(picture(2)));
    List<float[]> pooled = predictor.features(inputs, "pool");
    List<float[]> logits = predictor.logits(inputs);
    try (Model model = model()) {
      float[] weight =
          org.resnet4j.torch.HostMemory.floats(model.network().state().get("fc.weight"));
      float[] bias = org.resnet4j.torch.HostMemory.floats(model.network().state().get("fc.bias"));
      for (int image = 0; image < 2; image++) {
        for (int c = 0; c < 10; c++) {
          double sum = bias[c];
          for (int f = 0; f < 64; f++) {
            sum += (double) weight[c * 64 + f] * pooled.get(image)[f];
          }
          assertThat((double) logits.get(image)[c]).isCloseTo(sum, within(1e-4));
        }
      }
    }
    assertThat(predictor.features(inputs, "layer2").get(1)).hasSize(32 * 16 * 16);
    assertThatThrownBy(() -> predictor.features(inputs, "layer7"))
        .hasMessageContainingAll("layer7", "layer3");
  }

  @Test
  void evidenceForTheClassRaisesItsLogit() throws Exception {
    Image input = predictor.input(picture(5));
    int index = predictor.predict(List.of(input), 1).get(0).index();
    Evidence evidence = predictor.explain(input, index);
    assertThat(evidence.height()).isEqualTo(8);
    assertThat(evidence.width()).isEqualTo(8);
    assertThat(evidence.values()).hasSize(64).contains(1f);
    for (float value : evidence.values()) {
      assertThat(value).isBetween(0f, 1f);
    }
    // The same by hand: the classifier is linear in the pooled maps, so each map's weight is its
    // row.
    float[] maps = predictor.features(List.of(input), "layer3").get(0);
    double[] sums = new double[64];
    try (Model model = model()) {
      float[] weight =
          org.resnet4j.torch.HostMemory.floats(model.network().state().get("fc.weight"));
      for (int f = 0; f < 64; f++) {
        for (int at = 0; at < 64; at++) {
          sums[at] += (double) weight[index * 64 + f] * maps[f * 64 + at];
        }
      }
    }
    double most = java.util.Arrays.stream(sums).max().orElseThrow();
    for (int at = 0; at < 64; at++) {
      assertThat((double) evidence.values()[at])
          .isCloseTo(Math.max(0, sums[at] / most), within(1e-4));
    }
  }

  @Test
  void inputsOfOtherShapesAreRefused() {
    assertThatThrownBy(() -> predictor.logits(List.of(new Image(1, 32, 32))))
        .hasMessageContainingAll("3 channels", "input(picture)");
    assertThatThrownBy(() -> predictor.logits(List.of(new Image(3, 32, 32), new Image(3, 32, 30))))
        .hasMessageContaining("one shape");
  }

  @Test
  void whatIsClosedSaysSo() throws Exception {
    Predictor closed = new Predictor(model(), 1);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.predict(picture(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
