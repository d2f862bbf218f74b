package org.resnet4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.image.BoxOfResized;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizedBox;

/**
 * What is drawn at random against the distributions, of which {@code random_frames.py} prints those
 * of torchvision. A mean of so many draws is known to about 0.003 of their standard deviation.
 */
class DistributionsTest {
  private static final int DRAWS = 100_000;
  private static final int HEIGHT = 60;
  private static final int WIDTH = 100;

  private static Draw draw(int position) {
    return new Draw(5, 2, position, 1);
  }

  /** The mean and standard deviation of numbers. */
  private static final class Moments {
    private double sum;
    private double squares;
    private int count;

    void add(double value) {
      sum += value;
      squares += value * value;
      count++;
    }

    double mean() {
      return sum / count;
    }

    double deviation() {
      return Math.sqrt(squares / count - mean() * mean());
    }

    void assertNear(double mean, double deviation) {
      assertThat(mean()).isCloseTo(mean, within(0.012 * deviation));
      assertThat(deviation()).isCloseTo(deviation, within(0.012 * deviation));
    }
  }

  /** Of boxes: the share of the area, the logarithm of width per height, row and column. */
  private static final class Boxes {
    private final Moments area = new Moments();
    private final Moments ratio = new Moments();
    private final Moments row = new Moments();
    private final Moments column = new Moments();

    void add(int top, int left, int height, int width) {
      assertThat(Math.min(top, left)).isNotNegative();
      assertThat(top + height).isLessThanOrEqualTo(HEIGHT);
      assertThat(left + width).isLessThanOrEqualTo(WIDTH);
      area.add((double) height * width / HEIGHT / WIDTH);
      ratio.add(Math.log((double) width / height));
      row.add((top + 0.5) / (HEIGHT - height + 1));
      column.add((left + 0.5) / (WIDTH - width + 1));
    }
  }

  @Test
  void boxesOfRandomSizeAreThoseOfTorchvision() {
    Boxes boxes = new Boxes();
    for (int i = 0; i < DRAWS; i++) {
      ResizedBox box = (ResizedBox) RandomResizedCrop.of(24).draw(draw(i), HEIGHT, WIDTH);
      assertThat(box.resultHeight()).isEqualTo(24);
      assertThat(box.resultWidth()).isEqualTo(24);
      boxes.add(box.top(), box.left(), box.height(), box.width());
    }
    boxes.area.assertNear(0.3601, 0.1717);
    boxes.ratio.assertNear(0.0317, 0.1645);
    boxes.row.assertNear(0.4988, 0.2798);
    boxes.column.assertNear(0.5011, 0.2877);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 500, 0, 248, 3, 4",
    "500, 3, 248, 0, 4, 3",
    "7, 1000, 0, 495, 7, 9",
    "1000, 9, 494, 0, 12, 9",
    "1, 50, 0, 24, 1, 1",
    "50, 1, 24, 0, 1, 1"
  })
  void aPictureTooThinForABoxIsCutFromItsCentre(
      int height, int width, int top, int left, int boxHeight, int boxWidth) {
    RandomResizedCrop crop = RandomResizedCrop.of(8).withMinScale(0.9);
    assertThat(crop.draw(draw(0), height, width))
        .isEqualTo(new ResizedBox(top, left, boxHeight, boxWidth, 8, 8, Filter.BILINEAR));
  }

  @Test
  void erasedRectanglesAreThoseOfTorchvision() {
    Boxes boxes = new Boxes();
    for (int i = 0; i < DRAWS; i++) {
      RandomErasing.Box box = RandomErasing.of(1).draw(draw(i), HEIGHT, WIDTH);
      assertThat(box).isNotNull();
      boxes.add(box.top(), box.left(), box.height(), box.width());
    }
    boxes.area.assertNear(0.1679, 0.0877);
    boxes.ratio.assertNear(0.0809, 0.6604);
    boxes.row.assertNear(0.4999, 0.2876);
    boxes.column.assertNear(0.4999, 0.2885);
    Moments erased = new Moments();
    for (int i = 0; i < DRAWS; i++) {
      erased.add(RandomErasing.of(0.1).draw(draw(i), HEIGHT, WIDTH) == null ? 0 : 1);
    }
    erased.assertNear(0.1, 0.3);
    assertThat(RandomErasing.of(1).draw(draw(0), 1, 1)).isNull();
  }

  @Test
  void shorterSidesAndTheirCropsAreUniform() {
    RandomShortSide framing = new RandomShortSide(8, 10, 19, Filter.BILINEAR);
    int[] sides = new int[20];
    Moments row = new Moments();
    Moments column = new Moments();
    for (int i = 0; i < DRAWS; i++) {
      BoxOfResized box = (BoxOfResized) framing.draw(draw(i), HEIGHT, WIDTH);
      sides[box.resizedHeight()]++;
      assertThat(box.resizedWidth()).isEqualTo(box.resizedHeight() * WIDTH / HEIGHT);
      assertThat(box.height()).isEqualTo(8);
      row.add((box.top() + 0.5) / (box.resizedHeight() - 7));
      column.add((box.left() + 0.5) / (box.resizedWidth() - 7));
    }
    for (int side = 10; side < 20; side++) {
      assertThat(sides[side]).isBetween(9_600, 10_400);
    }
    assertThat(row.mean()).isCloseTo(0.5, within(0.004));
    assertThat(column.mean()).isCloseTo(0.5, within(0.004));
    assertThat(RandomShortSide.paper().withSize(112))
        .isEqualTo(new RandomShortSide(112, 128, 240, Filter.BILINEAR));
  }

  /** fb.resnet.torch: the covariance is the sum of v v' (0.1 e)^2 over its components. */
  @Test
  void lightChangesAlongThePrincipalComponents() {
    double[] values = {0.2175, 0.0188, 0.0045};
    double[][] vectors = {
      {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
    };
    double[][] sums = new double[3][3];
    Moments[] channels = {new Moments(), new Moments(), new Moments()};
    for (int i = 0; i < DRAWS; i++) {
      double[] shift = new Lighting(0.1).draw(draw(i));
      for (int a = 0; a < 3; a++) {
        channels[a].add(shift[a]);
        for (int b = 0; b < 3; b++) {
          sums[a][b] += shift[a] * shift[b] / DRAWS;
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double expected = 0;
        for (int k = 0; k < 3; k++) {
          expected += vectors[a][k] * vectors[b][k] * Math.pow(0.1 * values[k], 2);
        }
        assertThat(sums[a][b]).isCloseTo(expected, within(0.02 * expected));
      }
      assertThat(channels[a].mean()).isCloseTo(0, within(0.012 * channels[a].deviation()));
    }
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (8 a + 4). */
  @ParameterizedTest
  @CsvSource({"0.1", "0.2", "1", "8"})
  void sharesOfMixupHaveTheBetaDistribution(double alpha) {
    Moments shares = new Moments();
    for (int i = 0; i < DRAWS; i++) {
      Mixing.Drawn drawn = new Mixing(alpha, 0).draw(draw(i), 8, 8);
      assertThat(drawn.pastes()).isFalse();
      assertThat(drawn.share()).isBetween(0.0, 1.0);
      shares.add(drawn.share());
    }
    shares.assertNear(0.5, Math.sqrt(1 / (8 * alpha + 4)));
  }

  /** The share of an unclipped box is uniform; clipped at the border it is larger. */
  @Test
  void aPastedBoxHasTheAreaThatTheLabelSays() {
    Moments share = new Moments();
    for (int i = 0; i < DRAWS; i++) {
      Mixing.Drawn drawn = new Mixing(0, 1).draw(draw(i), 40, 30);
      assertThat(drawn.share())
          .isCloseTo(1 - drawn.height() * drawn.width() / 1200.0, within(1e-12));
      assertThat(drawn.top() + drawn.height()).isLessThanOrEqualTo(40);
      assertThat(drawn.left() + drawn.width()).isLessThanOrEqualTo(30);
      share.add(drawn.share());
    }
    // With r^2 uniform, E[1 - (r - r^2 / 4)^2] is 1 - E[r^2 - r^3 / 2 + r^4 / 16], less whole
    // pixels.
    assertThat(share.mean()).isCloseTo(1 - (0.5 - 0.2 + 1 / 48.0), within(0.03));
  }

  @Test
  void bothWaysToMixHaveAnEvenChance() {
    Moments pasted = new Moments();
    for (int i = 0; i < DRAWS; i++) {
      Mixing.Drawn drawn = new Mixing(1, 1).draw(draw(i), 400, 400);
      pasted.add(drawn.pastes() ? 1 : 0);
      if (!drawn.pastes()) {
        assertThat(drawn.height()).isZero();
      }
    }
    pasted.assertNear(0.5, 0.5);
  }

  @Test
  void numbersAreUniformOrNormalAndIndependent() {
    Moments uniform = new Moments();
    Moments normal = new Moments();
    Moments fourth = new Moments();
    double[] products = new double[3];
    Set<Long> bits = new HashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      Draw draw = draw(i);
      double first = draw.uniform();
      double second = draw.uniform();
      assertThat(first).isBetween(0.0, Math.nextDown(1.0));
      uniform.add(first);
      products[0] += (first - 0.5) * (second - 0.5) / DRAWS;
      products[1] += (first - 0.5) * (draw(i + 1).uniform() - 0.5) / DRAWS;
      products[2] += (first - 0.5) * (new Draw(5, 2, i, 2).uniform() - 0.5) / DRAWS;
      double gaussian = draw.gaussian();
      normal.add(gaussian);
      fourth.add(Math.pow(gaussian, 4));
      for (int stage = 0; stage < 4; stage++) {
        bits.add(new Draw(5, 2, i, stage).bits());
      }
    }
    uniform.assertNear(0.5, Math.sqrt(1 / 12.0));
    normal.assertNear(0, 1);
    assertThat(fourth.mean()).isCloseTo(3, within(0.12));
    for (double product : products) {
      assertThat(product).as("covariance").isCloseTo(0, within(0.0015));
    }
    assertThat(bits).hasSize(4 * DRAWS);
    assertThat(new Draw(5, 2, 9, 0).bits()).isEqualTo(new Draw(5, 2, 9, 0).bits());
    assertThat(new Draw(6, 2, 9, 0).bits()).isNotEqualTo(new Draw(5, 2, 9, 0).bits());
    assertThat(new Draw(5, 3, 9, 0).bits()).isNotEqualTo(new Draw(5, 2, 9, 0).bits());
  }
}
