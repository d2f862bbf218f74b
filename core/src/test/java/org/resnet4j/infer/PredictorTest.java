package org.resnet4j.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.PngWriter;
import org.resnet4j.io.FormatException;
import org.resnet4j.model.Hints;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Input;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelZoo;
import org.resnet4j.model.NoSuchWeightsException;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

class PredictorTest {
  private static final String WEIGHTS = "resnet20-cifar10";

  private static Predictor predictor;

  @TempDir private Path folder;

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

  /** A distinct picture for each number, of many sizes. */
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
  void aPictureHasOneAnswerHoweverItComes() throws Exception {
    Image picture = picture(11);
    Prediction expected = predictor.predict(picture);
    byte[] png = PngWriter.encode(picture);
    Path file = Files.write(folder.resolve("a.png"), png);
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(predictor.predict(file)).isEqualTo(expected);
    assertThat(predictor.predict(png)).isEqualTo(expected);
    assertThat(predictor.predict(new ByteArrayInputStream(png))).isEqualTo(expected);
    assertThat(predictor.predict(drawn)).isEqualTo(expected);
    assertThat(predictor.predict(predictor.input(picture))).isEqualTo(expected);
    assertThat(predictor.predict(List.of(picture))).containsExactly(expected);
    assertThat(predictor.predictFiles(List.of(file))).containsExactly(expected);
  }

  @Test
  void aListOfPicturesOfManySizesGetsTheAnswersOfEach() throws Exception {
    List<Image> pictures = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Prediction> expected = new ArrayList<>();
    for (int i = 0; i < 75; i++) { // More than are computed at once.
      Image picture = i % 10 == 0 ? picture(i).toChannels(1) : picture(i);
      pictures.add(picture);
      files.add(Files.write(folder.resolve(i + ".png"), PngWriter.encode(picture.toChannels(3))));
      expected.add(predictor.predict(picture));
    }
    assertThat(expected.stream().map(Prediction::index).distinct().count()).isGreaterThan(1);
    List<Prediction> answers = predictor.predict(pictures);
    assertThat(answers).hasSameSizeAs(pictures);
    for (int i = 0; i < pictures.size(); i++) { // Kernels of other batch sizes round otherwise.
      assertThat(answers.get(i).index()).isEqualTo(expected.get(i).index());
      assertThat(answers.get(i).probability())
          .isCloseTo(expected.get(i).probability(), within(1e-4));
    }
    assertThat(predictor.predictFiles(files)).isEqualTo(answers);
  }

  @Test
  void nothingIsAnswered() throws Exception {
    assertThat(predictor.predict(List.of())).isEmpty();
    assertThat(predictor.predictFiles(List.of())).isEmpty();
    assertThat(predictor.logits(List.of())).isEmpty();
    assertThat(predictor.features(List.of(), "pool")).isEmpty();
  }

  @Test
  void batchesAreBoundedAndThoseToComeAreWarmedUp() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    Classifier recording =
        new Classifier() {
          @Override
          public float[] logits(FloatBuffer pixels, int n) {
            assertThat(pixels.remaining()).isEqualTo(n * 3 * 32 * 32);
            sizes.add(n);
            return new float[10 * n];
          }

          @Override
          public void close() {}
        };
    try (Inference inference = new Inference(model(), 2, recording)) {
      assertThat(inference.logits(Collections.nCopies(75, predictor.input(picture(0)))))
          .hasSize(75);
      assertThat(sizes).containsExactly(32, 32, 11);
      sizes.clear();
      inference.warmUp(8, 2);
      assertThat(sizes).as("one picture, one on each core, and what was named").contains(1, 2, 8);
      assertThatThrownBy(() -> inference.warmUp(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 1, got 0");
    }
  }

  @Test
  void whatIsNoPictureIsNamed() throws Exception {
    Path good = Files.write(folder.resolve("good.png"), PngWriter.encode(picture(1)));
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> predictor.predict(text),
            () -> predictor.input(text),
            () -> predictor.predictFiles(List.of(good, text, good)))) {
      assertThatThrownBy(call)
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith(text + ": ")
          .hasMessageContaining("not an image");
    }
    assertThatThrownBy(() -> predictor.predict(folder))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(folder.toString(), "folder");
    assertThatThrownBy(() -> predictor.predict(folder.resolve("none.png")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> predictor.predict(new byte[0])).isInstanceOf(ImageException.class);
    assertThatThrownBy(() -> predictor.predict(new Image(3, 1, 3_000_000)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("long and thin");
  }

  @Test
  void ofAStreamThatIsNoPictureOnlyTheFirstBytesAreRead() {
    long[] read = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            read[0] += length;
            return length;
          }
        };
    assertThatThrownBy(() -> predictor.predict(endless))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("not an image in a known format");
    assertThat(read[0]).isLessThanOrEqualTo(1 << 16);
  }

  @Test
  void withoutOptionsItComputesAsTheCommand() throws Exception {
    try (Predictor standard = Predictor.load(WEIGHTS);
        Predictor full =
            Predictor.load(
                WEIGHTS,
                InferenceOptions.standard()
                    .withDevice(Device.CPU)
                    .withPrecision(Precision.FP32)
                    .withThreads(1))) {
      standard.warmUp();
      assertThat(standard.numbers())
          .isEqualTo(Precision.named("auto", Device.named("auto")).toString());
      assertThat(full.numbers()).isEqualTo("fp32");
      assertThat(full.explainPlan().orElseThrow().numbers()).isEqualTo("fp32");
    }
    assertThatThrownBy(() -> InferenceOptions.standard().withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least 1 thread, got 0");
  }

  @Test
  void hintsSayWhatTheFileDoesNot() throws Exception {
    List<String> letters = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    try (Predictor named =
        Predictor.load(
            WEIGHTS, InferenceOptions.standard().withHints(new Hints(null, letters, null, null)))) {
      Prediction prediction = named.predict(picture(1));
      assertThat(prediction.label()).isEqualTo(letters.get(prediction.index()));
    }
  }

  @Test
  void weightsThatAreNotHereSayHowToGetThem() {
    assertThatThrownBy(() -> Predictor.load("resnet51"))
        .isInstanceOf(NoSuchWeightsException.class)
        .hasMessageContainingAll("resnet51", "names() lists");
    assertThatThrownBy(() -> Predictor.load(folder.resolve(WEIGHTS)))
        .as("a file is meant, not the embedded weights of that name")
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(folder.resolve(WEIGHTS).toString());
    assertThatThrownBy(() -> ModelZoo.standard().fetch("resnet51"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("resnet51", "names() lists");
  }

  @Test
  void aServiceSaysWhatAPictureMayCost() throws Exception {
    byte[] file = PngWriter.encode(picture(2));
    Limits few = Limits.DEFAULT.withFileBytes(file.length - 1);
    InferenceOptions options = InferenceOptions.standard().withLimits(few);
    try (Predictor careful = Predictor.load(WEIGHTS, options)) {
      assertThatThrownBy(() -> careful.predict(file))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("at most");
      assertThatThrownBy(() -> careful.predict(new ByteArrayInputStream(file)))
          .isInstanceOf(ImageException.class);
      assertThatThrownBy(() -> careful.input(Files.write(folder.resolve("x.png"), file)))
          .isInstanceOf(ImageException.class);
    }
    assertThat(predictor.predict(file).top()).isNotEmpty();
  }

  @Test
  void closingWaitsForWhoIsAtWork() throws Exception {
    Predictor used = new Predictor(model(), 2);
    Input input = used.input(picture(2));
    ExecutorService callers = Executors.newFixedThreadPool(8);
    CountDownLatch atWork = new CountDownLatch(8);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        answers.add(
            callers.submit(
                () -> {
                  int answered = 0;
                  while (true) {
                    try {
                      assertThat(used.logits(List.of(input)).get(0)).hasSize(10);
                      if (++answered == 1) {
                        atWork.countDown();
                      }
                    } catch (IllegalStateException e) {
                      assertThat(e).hasMessageContaining("closed");
                      return answered;
                    }
                  }
                }));
      }
      atWork.await();
      used.close();
      for (Future<Integer> answered : answers) {
        assertThat(answered.get()).isPositive();
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void probabilitiesAreASoftmaxInDescendingOrder() throws Exception {
    Input input = predictor.input(picture(3));
    Prediction all =
        Prediction.of(predictor.logits(List.of(input)).get(0), predictor.card().classes(), 10);
    assertThat(all.top()).hasSize(10);
    assertThat(all.top().stream().mapToDouble(Prediction.Label::probability).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(all.top())
        .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    float[] logits = predictor.logits(List.of(input)).get(0);
    assertThat(all.top().get(0).probability() / all.top().get(1).probability())
        .isCloseTo(
            Math.exp(logits[all.top().get(0).index()] - logits[all.top().get(1).index()]),
            within(1e-6));
    assertThat(predictor.predict(picture(3)).top()).isEqualTo(all.top().subList(0, 5));
  }

  @Test
  void theClassifierTurnsPooledFeaturesIntoLogits() throws Exception {
    List<Input> inputs = List.of(predictor.input(picture(1)), predictor.input(picture(2)));
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
    Input input = predictor.input(picture(5));
    int index = predictor.predict(input).index();
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
  void inputsOfAnotherNetworkAreRefused() throws Exception {
    Input other = Preprocessing.IMAGENET.input(picture(1));
    assertThatThrownBy(() -> predictor.logits(List.of(predictor.input(picture(1)), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("3x32x32", "3x224x224");
    assertThatThrownBy(() -> predictor.explain(other, 0)).hasMessageContaining("3x224x224");
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
