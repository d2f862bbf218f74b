package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.MemoryDataset;
import org.resnet4j.data.Sets;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceFill;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.optim.Lamb;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.step.TrainingStep;

/** The recipes for ImageNet against what {@code recipe_steps.py} computes with PyTorch. */
class RecipeStepsTest {
  private static final int CLASSES = 5;
  private static final int PART = 8;
  private static final Shape SHAPE = new Shape(3, 6, 6);

  /** The reference stores the parameters and statistics in this order. */
  private static final List<String> STATE =
      List.of(
          "conv1.weight",
          "bn1.weight",
          "bn1.bias",
          "bn1.running_mean",
          "bn1.running_var",
          "conv2.weight",
          "bn2.weight",
          "bn2.bias",
          "bn2.running_mean",
          "bn2.running_var",
          "fc.weight",
          "fc.bias");

  private static final JsonNode REFERENCE = reference();

  private static JsonNode reference() {
    try (InputStream in =
        RecipeStepsTest.class.getResourceAsStream("/reference/recipe-steps.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Architecture architecture() {
    Options options = Options.cifar(Shortcut.NONE).withInput(SHAPE).withClasses(CLASSES);
    return new Architecture(
        "steps",
        options,
        sequence(
            new Conv("conv1", 3, 4, 3, 1, 1, 1, false),
            new BatchNorm("bn1", 4),
            new Relu(),
            new Residual(
                sequence(new Conv("conv2", 4, 4, 3, 1, 1, 1, false), new BatchNorm("bn2", 4)),
                new Identity()),
            new Relu(),
            new AvgPool(1),
            new Flatten(),
            new Linear("fc", 4, CLASSES)));
  }

  private static Recipe recipe(String name) {
    Dataset usual =
        new MemoryDataset(
            "usual", List.of("a", "b"), new Shape(3, 224, 224), new byte[2 * 150_528], new byte[2]);
    return Recipes.standard().named(name, architecture(), usual);
  }

  private static double rate(Optimizer optimizer) {
    return optimizer instanceof Sgd sgd ? sgd.rate() : ((Lamb) optimizer).rate();
  }

  private static double factor(Recipe recipe, int step) {
    int total = REFERENCE.get("total").asInt();
    int epoch = step / (total / REFERENCE.get("epochs").asInt());
    List<Double> accuracies = new ArrayList<>();
    for (int i = 0; i < epoch; i++) {
      accuracies.add(REFERENCE.get("accuracies").get(i).asDouble());
    }
    return recipe.schedule().factor(step, total, accuracies);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet-90", "imagenet-paper", "imagenet-large-batch", "imagenet-16",
        "torchvision-v2", "rsb-a1", "rsb-a2", "rsb-a3"
      })
  void ratesAreThoseOfTheSchedulers(String name) {
    Recipe recipe = recipe(name);
    JsonNode sampled = REFERENCE.get("sampled");
    JsonNode rates = REFERENCE.get(name).get("rates");
    assertThat(rates).hasSameSizeAs(sampled).hasSizeGreaterThan(50);
    for (int i = 0; i < sampled.size(); i++) {
      int step = sampled.get(i).asInt();
      double expected = rates.get(i).asDouble();
      assertThat(rate(recipe.optimizer()) * factor(recipe, step))
          .as("step %d", step)
          .isCloseTo(expected, within(1e-7 * rate(recipe.optimizer())));
    }
  }

  /** Without a gradient, what is left of a weight is what decay leaves. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet-90", "imagenet-paper", "imagenet-large-batch", "imagenet-16",
        "torchvision-v2", "rsb-a1", "rsb-a2", "rsb-a3"
      })
  void theParametersThatDecayAreThoseOfTheReference(String name) {
    Optimizer optimizer = recipe(name).optimizer();
    JsonNode answer = REFERENCE.get(name);
    List<String> decays = new ArrayList<>();
    answer.get("decays").forEach(decay -> decays.add(decay.asText()));
    double decay = answer.get("decay").asDouble();
    // Lamb makes the step as long as the weight, whatever the decay.
    double share = optimizer instanceof Lamb ? rate(optimizer) : rate(optimizer) * decay;
    double factor = 0.1 / share;
    if (optimizer instanceof Lamb lamb) {
      assertThat(lamb.weightDecay()).isEqualTo(decay);
    }
    try (Network network = ReferenceNetworks.filled(architecture());
        TensorMap momenta = optimizer.momenta(network);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Optimizer.Rule rule = optimizer.rule(network.architecture());
      for (Parameter parameter : network.trainable()) {
        String key = parameter.name();
        Tensor weight = network.state().get(key);
        float[] before = HostMemory.floats(weight);
        rule.update(parameter, weight, torch.zeros_like(weight), momenta.get(key), factor, 0);
        float[] after = HostMemory.floats(weight);
        double left = decays.contains(key) ? 0.9 : 1;
        for (int i = 0; i < before.length; i++) {
          assertThat((double) after[i]).as(key).isCloseTo(left * before[i], within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet-90", "imagenet-paper", "imagenet-large-batch", "imagenet-16",
        "torchvision-v2", "rsb-a1", "rsb-a2", "rsb-a3"
      })
  void threeStepsInPartsAndShardsAreThoseOfTheReference(String name) {
    check(recipe(name), REFERENCE.get(name));
  }

  /** Longer gradients than LAMB's, whose steps hardly depend on their length. */
  @Test
  void clippedStepsAreThoseOfTheReference() {
    check(recipe("imagenet-90").but().clip(0.5).build(), REFERENCE.get("clipped"));
  }

  private static void check(Recipe whole, JsonNode answer) {
    Recipe recipe = whole.but().batchSize(2 * PART).parts(2).build();
    boolean mixes = whole.phase(0).augmentation().mixing() != null;
    Loss loss = new Loss(recipe.labelSmoothing(), List.of(), recipe.binary());
    try (Network network = ReferenceNetworks.filled(architecture());
        TensorMap momenta = recipe.optimizer().momenta(network);
        Workers workers = new Workers(Device.CPU, 2, recipe.shards());
        TrainingStep step = new TrainingStep(network, momenta, recipe, loss, workers)) {
      for (int s = 0; s < 3; s++) {
        TrainingStep.Result result = TrainingStep.Result.NONE;
        for (int part = 0; part < 2; part++) {
          double share = mixes ? REFERENCE.get("shares").get(s).get(part).asDouble() : 1;
          result = result.and(step.add(batch(s, part, share), 2 * PART, 0));
        }
        assertThat(result.meanLoss())
            .as("loss of step %d", s)
            .isCloseTo(answer.get("losses").get(s).asDouble(), within(1e-4));
        step.update(factor(whole, 100 + s), s);
      }
      assertState(network, answer.get("after"));
    }
  }

  private static Batch batch(int step, int part, double share) {
    int plane = 36;
    float[] planes = ReferenceFill.fill(step + "/" + part, PART * 3 * plane, 0, Math.sqrt(3));
    float[] pixels = new float[planes.length];
    for (int i = 0; i < planes.length; i++) {
      int image = i / (3 * plane);
      int channel = i / plane % 3;
      pixels[(image * plane + i % plane) * 3 + channel] = planes[i];
    }
    long[] labels = IntStream.range(0, PART).mapToLong(j -> (3L * j + 1) % CLASSES).toArray();
    return Sets.batch(SHAPE, pixels, labels, share);
  }

  private static void assertState(Network network, JsonNode after) {
    int at = 0;
    for (String key : STATE) {
      float[] values = HostMemory.floats(network.state().get(key));
      double largest = 0;
      for (int i = 0; i < values.length; i++) {
        largest = Math.max(largest, Math.abs(after.get(at + i).asDouble()));
      }
      for (int i = 0; i < values.length; i++) {
        assertThat((double) values[i])
            .as("%s[%d]", key, i)
            .isCloseTo(after.get(at++).asDouble(), within(1e-4 * largest));
      }
    }
    assertThat(after).hasSize(at);
  }

  @Test
  void theAverageIsACopyInItsWarmUpAndMovesAfterEveryFewSteps() {
    Recipe recipe =
        recipe("torchvision-v2").but().ema(0.9).averaging(new Averaging(4, 0.25)).build();
    JsonNode course = REFERENCE.get("average");
    try (PointerScope scope = new PointerScope()) {
      Tensor average = torch.zeros(6);
      for (int step = 1; step <= 40; step++) {
        Tensor weights = torch.tensor(ReferenceFill.fill("w/" + step, 6, 0, 1));
        average.lerp_(weights, new Scalar(recipe.averageShare(step, 40)));
        if (step < 4) {
          continue;
        }
        float[] values = HostMemory.floats(average);
        for (int i = 0; i < 6; i++) {
          assertThat((double) values[i])
              .as("step %d", step)
              .isCloseTo(course.get(step - 4).get(i).asDouble(), within(1e-6));
        }
      }
      assertThat(course).hasSize(37);
    }
  }

  /** Parts differ in their share, which each image has of its own label. */
  @Test
  void aMixedLabelIsTheShareOfEachLoss() {
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = torch.tensor(1f, -0.5f, 0.25f, 0f, 2f, -1f).reshape(2, 3);
      Tensor labels = torch.tensor(0L, 1L);
      Tensor partners = torch.tensor(2L, 0L);
      for (double smoothing : new double[] {0, 0.1}) {
        Loss loss = new Loss(smoothing, List.of());
        float[] own = HostMemory.floats(loss.each(logits, labels));
        float[] other = HostMemory.floats(loss.each(logits, partners));
        float[] mixed = HostMemory.floats(loss.each(logits, labels, partners, 0.7));
        for (int i = 0; i < 2; i++) {
          assertThat(mixed[i]).isCloseTo(0.7f * own[i] + 0.3f * other[i], within(1e-6f));
        }
      }
    }
  }

  /** ln(1 + e^x) - t x of each class, with t by the threshold. */
  @Test
  void aBinaryLossAsksForEveryClassWhoseShareIsAboveTheThreshold() {
    double[] x = {1, -0.5, 0.25};
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = torch.tensor(1f, -0.5f, 0.25f).reshape(1, 3);
      Tensor labels = torch.tensor(new long[] {0});
      Tensor partners = torch.tensor(new long[] {2});
      Loss loss = new Loss(0.1, List.of(), BinaryLoss.STANDARD);
      double[][] targets = {{1, 0, 0}, {1, 0, 1}, {0, 0, 1}};
      double[] shares = {0.9, 0.5, 0.1};
      for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
          sum += Math.log1p(Math.exp(x[c])) - targets[i][c] * x[c];
        }
        float[] each = HostMemory.floats(loss.each(logits, labels, partners, shares[i]));
        assertThat((double) each[0]).isCloseTo(sum / 3, within(1e-6));
      }
    }
  }
}
