package org.resnet4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures of logits against those of torch and numpy, and by hand. */
class TallyTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static JsonNode reference() throws Exception {
    try (InputStream in = TallyTest.class.getResourceAsStream("evaluation.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static void assertSame(double ours, JsonNode theirs) {
    if (theirs.isNull()) {
      assertThat(ours).isNaN();
    } else {
      assertThat(ours).isCloseTo(theirs.asDouble(), CLOSE);
    }
  }

  @Test
  void fewerThanSixClassesHaveNoTop5() {
    for (int classes = 4; classes < 8; classes++) {
      Tally tally = new Tally(classes);
      tally.add(new float[classes], 0, 0, 0);
      List<String> names = java.util.Collections.nCopies(classes, "a");
      assertThat(tally.result(names, 1).top5()).isEqualTo(classes > 5 ? 1.0 : null);
    }
  }

  @Test
  void agreesWithTorchAndNumpy() throws Exception {
    JsonNode expected = reference();
    JsonNode rows = expected.get("logits");
    Tally tally = new Tally(7);
    float[] all = new float[7 * rows.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) rows.get(i / 7).get(i % 7).asDouble();
    }
    for (int i = 0; i < rows.size(); i++) {
      tally.add(all, 7 * i, i, expected.get("labels").get(i).asInt());
    }
    Evaluation result = tally.result(List.of("a", "b", "c", "d", "e", "f", "g"), 2);

    assertThat(result.images()).isEqualTo(300);
    assertThat(result.imagesPerSecond()).isEqualTo(150);
    for (var figure :
        List.of(
            List.of("top1", result.top1()),
            List.of("top5", result.top5()),
            List.of("loss", result.loss()),
            List.of("ece", result.calibration().expectedError()))) {
      assertSame((double) figure.get(1), expected.get((String) figure.get(0)));
    }
    List<Reliability.Bin> bins = result.calibration().bins();
    assertThat(bins).hasSize(expected.get("bins").size()).hasSize(15);
    for (int b = 0; b < bins.size(); b++) {
      JsonNode bin = expected.get("bins").get(b);
      assertThat(bins.get(b).images()).isEqualTo(bin.get("images").asLong());
      assertSame(bins.get(b).confidence(), bin.get("confidence"));
      assertSame(bins.get(b).accuracy(), bin.get("accuracy"));
    }
    for (int c = 0; c < 7; c++) {
      assertSame(result.perClass().get(c).precision(), expected.get("precision").get(c));
      assertSame(result.perClass().get(c).recall(), expected.get("recall").get(c));
      for (int p = 0; p < 7; p++) {
        assertThat(result.confusion()[c][p])
            .isEqualTo(expected.get("confusion").get(c).get(p).asLong());
      }
    }
    assertThat(result.perClass().get(6).images()).isZero();
  }

  /** Two classes: confidences 0.9 (right), 0.9 (wrong), 0.6 (right): |1/2 - 0.9| 2/3 + 0.4/3. */
  @Test
  void calibrationErrorByHand() {
    Tally tally = new Tally(2);
    float nine = (float) Math.log(9);
    tally.add(new float[] {nine, 0}, 0, 0, 0);
    tally.add(new float[] {0, nine}, 0, 1, 0);
    tally.add(new float[] {5, 5, 0, (float) Math.log(1.5)}, 2, 2, 1);
    Reliability calibration = tally.result(List.of("a", "b"), 1).calibration();
    assertThat(calibration.expectedError()).isCloseTo(0.4 * 2 / 3 + 0.4 / 3, CLOSE);
    Reliability.Bin bin = calibration.bins().get(13);
    assertThat(bin.from()).isLessThan(0.9);
    assertThat(bin.to()).isGreaterThan(0.9);
    assertThat(bin.images()).isEqualTo(2);
    assertThat(bin.accuracy()).isEqualTo(0.5);
    assertThat(calibration.bins().stream().mapToLong(Reliability.Bin::images).sum()).isEqualTo(3);
  }

  @Test
  void certaintyLiesInTheLastBin() {
    Tally tally = new Tally(2);
    tally.add(new float[] {500, -500}, 0, 0, 0);
    Reliability calibration = tally.result(List.of("a", "b"), 1).calibration();
    assertThat(calibration.bins().get(14).images()).isEqualTo(1);
    assertThat(calibration.expectedError()).isZero();
  }

  /** The worst, the most confident and the cell examples of twelve images in three classes. */
  @Test
  void keepsTheImagesThatAreWorthLookingAt() {
    Tally tally = new Tally(3);
    for (int i = 0; i < 10; i++) {
      tally.add(new float[] {0, 1 + i % 5, 0}, 0, i, 0); // Taken for class 1, two by two alike.
    }
    tally.add(new float[] {-9, 0, 0.5f}, 0, 10, 0); // The highest loss, and hardly sure.
    tally.add(new float[] {0, 0, 9}, 0, 11, 2);
    Examples examples = tally.result(List.of("a", "b", "c"), 1).examples();

    assertThat(examples.worst())
        .extracting(Example::image)
        .containsExactly(10, 4, 9, 3, 8, 2, 7, 1);
    assertThat(examples.mostConfident())
        .extracting(Example::image)
        .containsExactly(4, 9, 3, 8, 2, 7, 1, 6);
    assertThat(examples.cells()).extracting(Example::image).containsExactly(4, 10, 11);
    Example worst = examples.worst().get(0);
    double sum = Math.exp(-9.5) + Math.exp(-0.5) + 1;
    assertThat(worst.probability()).isCloseTo(1 / sum, CLOSE);
    assertThat(worst.loss()).isCloseTo(Math.log(sum) + 9.5, CLOSE);
    assertThat(worst.trueProbability()).isCloseTo(Math.exp(-9.5) / sum, CLOSE);
    assertThat(worst.isMistake()).isTrue();
    assertThat(examples.cells().get(2).isMistake()).isFalse();
  }

  @Test
  void whatIsNoNumberIsNeverRight() {
    Tally tally = new Tally(3);
    tally.add(new float[] {Float.NaN, 1, 2}, 0, 0, 2);
    tally.add(new float[] {1, 2, Float.NaN}, 0, 1, 2);
    Evaluation result = tally.result(List.of("a", "b", "c"), 1);
    assertThat(result.top1()).isZero();
    assertThat(result.loss()).isNaN();
  }
}
