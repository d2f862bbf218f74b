package org.resnet4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Recipe;

/**
 * One step of a linear classifier with a side classifier, by hand: the gradient of the
 * cross-entropy with respect to a row of weights is {@code (probability - target) * input}.
 */
class TrainingStepTest {
  private static final int CLASSES = 4;
  private static final double SIDE_WEIGHT = 0.3;
  private static final double RATE = 0.2;
  private static final double FACTOR = 0.5;

  /** One pixel of three colours each. */
  private static final int[][] PIXELS = {
    {0, 255, 51}, {102, 0, 255}, {255, 153, 0}, {51, 204, 102}, {153, 51, 204}
  };

  private static final int[] LABELS = {2, 0, 3, 1, 2};

  private record Colours() implements Dataset {
    @Override
    public String name() {
      return "colours";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b", "c", "d");
    }

    @Override
    public Shape shape() {
      return new Shape(3, 1, 1);
    }

    @Override
    public int size() {
      return PIXELS.length;
    }

    @Override
    public int label(int index) {
      return LABELS[index];
    }

    @Override
    public void image(int index, Image reuse) {
      int[] p = PIXELS[index];
      reuse.view(new byte[] {(byte) p[0], (byte) p[1], (byte) p[2]}, 0, 3, 1, 1);
    }
  }

  private static Architecture architecture() {
    Options options =
        Options.cifar(Shortcut.NONE).withInput(new Shape(3, 1, 1)).withClasses(CLASSES);
    return new Architecture(
        "linear",
        options,
        sequence(
            new Auxiliary(
                sequence(new AvgPool(1), new Flatten(), new Linear("side", 3, CLASSES)),
                SIDE_WEIGHT),
            new AvgPool(1),
            new Flatten(),
            new Linear("fc", 3, CLASSES)));
  }

  private static Recipe recipe(int shards, double smoothing) {
    return new Recipe(
        "by-hand",
        0,
        List.of(new Phase(1, 0, Augmentation.NONE)),
        PIXELS.length,
        shards,
        new Sgd(RATE, 0, false, 0, true),
        new Schedule.Linear(0, 0),
        smoothing,
        false,
        null,
        0);
  }

  /** Five images in shards of 3 and 2, of which each image counts a fifth. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "2, 0.1"})
  void everyImageCountsAlikeAndTheSideClassifierByItsWeight(int shards, double smoothing) {
    Recipe recipe = recipe(shards, smoothing);
    Normalisation halves = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    try (Network network = ReferenceNetworks.filled(architecture());
        TensorMap momenta = recipe.optimizer().momenta(network);
        Workers workers = new Workers(Device.CPU, 1, shards);
        TrainingStep step =
            new TrainingStep(network, momenta, recipe, new Loss(smoothing, List.of()), workers);
        Loader loader = Loader.evaluation(new Colours(), halves, PIXELS.length)) {
      double[] main = parameters(network, "fc");
      double[] side = parameters(network, "side");
      Batch batch = loader.next();
      TrainingStep.Result result = step.run(batch, FACTOR, 0);
      double[] losses = new double[PIXELS.length];
      assertNear(parameters(network, "fc"), stepped(main, 1, smoothing, losses));
      for (int i = 0; i < losses.length; i++) {
        assertThat((double) result.losses()[i])
            .as("without the side classifier's")
            .isCloseTo(losses[i], within(1e-6));
      }
      assertNear(parameters(network, "side"), stepped(side, SIDE_WEIGHT, smoothing, losses));
    }
  }

  /** Weights {@code [class, colour]}, then biases. */
  private static double[] parameters(Network network, String linear) {
    float[] weight = HostMemory.floats(network.state().get(linear + ".weight"));
    float[] bias = HostMemory.floats(network.state().get(linear + ".bias"));
    double[] all = new double[weight.length + bias.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < weight.length ? weight[i] : bias[i - weight.length];
    }
    return all;
  }

  private static double[] stepped(double[] at, double share, double smoothing, double[] losses) {
    double[] after = at.clone();
    for (int i = 0; i < PIXELS.length; i++) {
      double[] x = new double[3];
      for (int k = 0; k < 3; k++) {
        x[k] = (PIXELS[i][k] / 255.0 - 0.5) / 0.5;
      }
      double[] logits = new double[CLASSES];
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        logits[c] =
            at[3 * c] * x[0] + at[3 * c + 1] * x[1] + at[3 * c + 2] * x[2] + at[3 * CLASSES + c];
        sum += Math.exp(logits[c]);
      }
      losses[i] = 0;
      for (int c = 0; c < CLASSES; c++) {
        double target = (c == LABELS[i] ? 1 - smoothing : 0) + smoothing / CLASSES;
        losses[i] -= target * (logits[c] - Math.log(sum));
        double slope = share * (Math.exp(logits[c]) / sum - target) / PIXELS.length;
        for (int k = 0; k < 3; k++) {
          after[3 * c + k] -= RATE * FACTOR * slope * x[k];
        }
        after[3 * CLASSES + c] -= RATE * FACTOR * slope;
      }
    }
    return after;
  }

  private static void assertNear(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-6));
    }
  }
}
