package org.resnet4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Shared;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.infer.Evidence;
import org.resnet4j.infer.GradCam;
import org.resnet4j.infer.TrainedNetwork;
import org.resnet4j.model.Model;
import org.resnet4j.model.Pixels;
import org.resnet4j.report.Element;
import org.resnet4j.report.Page;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Workers;

/** Evaluation of a network that has learnt something. */
class EvaluationTest {
  @TempDir static Path folder;

  private static final Dataset TEST = TrainedNetwork.IMAGES.test();
  private static final Workers WORKERS = new Workers(Device.CPU, 2, 2);
  private static Model model;

  @BeforeAll
  static void train() throws Exception {
    model = TrainedNetwork.in(folder);
  }

  @AfterAll
  static void close() {
    model.close();
    WORKERS.close();
  }

  private static Evaluation evaluate(Network network, Dataset data, Views views, int batch) {
    return Evaluation.of(
        network,
        data,
        model.card().preprocessing().normalisation(),
        batch,
        WORKERS,
        views,
        Filter.BILINEAR);
  }

  /** Probabilities from the logits of one view alone, in 64 bits. */
  private static double[] softmax(Image view) {
    float[] logits;
    try (PointerScope scope = new PointerScope()) {
      Pixels pixels = new Pixels(model.card().preprocessing().normalisation(), Device.CPU);
      logits = HostMemory.floats(model.network().forward(pixels.of(List.of(view))));
    }
    double[] p = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(logits[c]);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  @ParameterizedTest
  @EnumSource(Views.class)
  void probabilitiesAreTheMeansOverViews(Views views) {
    AveragedViews averaged =
        new AveragedViews(
            model.network(),
            model.card().preprocessing().normalisation(),
            views,
            Filter.BILINEAR,
            20);
    float[] logs = averaged.of(TEST, 7, 12);
    for (int i = 0; i < 5; i++) {
      List<Image> shown = views.of(TEST, 7 + i, Filter.BILINEAR);
      double[] mean = new double[10];
      for (Image view : shown) {
        double[] p = softmax(view);
        for (int c = 0; c < 10; c++) {
          mean[c] += p[c] / shown.size();
        }
      }
      for (int c = 0; c < 10; c++) {
        assertThat(Math.exp(logs[10 * i + c])).isCloseTo(mean[c], within(1e-5));
      }
    }
  }

  @Test
  void oneViewIsTheSameByEitherWay() {
    Evaluation plain = evaluate(model.network(), TEST, Views.NONE, 64);
    assertThat(plain.top1()).as("it has learnt").isGreaterThan(0.5);
    AveragedViews one =
        new AveragedViews(
            model.network(),
            model.card().preprocessing().normalisation(),
            Views.NONE,
            Filter.BILINEAR,
            64);
    Tally tally = new Tally(10);
    float[] logs = one.of(TEST, 0, TEST.size());
    for (int i = 0; i < TEST.size(); i++) {
      tally.add(logs, 10 * i, i, TEST.label(i));
    }
    Evaluation same = tally.result(TEST.classes(), 1);
    assertThat(same.top1()).isEqualTo(plain.top1());
    assertThat(same.loss()).isCloseTo(plain.loss(), within(1e-5));
    assertThat(same.calibration().expectedError())
        .isCloseTo(plain.calibration().expectedError(), within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(value = Views.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void severalViewsCountEveryImageOnceWhateverTheBatch(Views views) {
    Dataset some = TEST.limit(61);
    Evaluation result = evaluate(model.network(), some, views, 250);
    assertThat(result.images()).isEqualTo(61);
    for (int c = 0; c < 10; c++) {
      int label = c;
      long images =
          java.util.stream.IntStream.range(0, 61).filter(i -> some.label(i) == label).count();
      assertThat(result.perClass().get(c).images()).isEqualTo(images);
    }
    Evaluation small = evaluate(model.network(), some, views, 7);
    assertThat(small.loss()).isCloseTo(result.loss(), within(1e-5));
    assertThat(small.confusion()).isDeepEqualTo(result.confusion());
    assertThat(result.loss())
        .isNotCloseTo(evaluate(model.network(), some, Views.NONE, 250).loss(), within(1e-4));
  }

  private static List<Element> pictures(Evaluation evaluation, Network network, Dataset data) {
    return ExamplePictures.of(
        evaluation, data, network, model.card().preprocessing().normalisation(), WORKERS);
  }

  private static List<Element.Picture> shown(List<Element> elements, String heading) {
    return elements.stream()
        .filter(Element.Pictures.class::isInstance)
        .map(Element.Pictures.class::cast)
        .filter(pictures -> pictures.heading().startsWith(heading))
        .findFirst()
        .orElseThrow()
        .pictures();
  }

  /** Each enlarged without smoothing, and with the evidence that one image alone gives. */
  @Test
  void thePicturesOfAPageAreTheImagesWithTheirEvidence() throws Exception {
    Evaluation result = evaluate(model.network(), TEST, Views.NONE, 64);
    List<Element> elements = pictures(result, model.network(), TEST);
    List<Element.Picture> worst = shown(elements, "The worst mistakes");
    assertThat(worst).hasSize(Examples.MISTAKES);
    assertThat(shown(elements, "The most confident mistakes")).hasSize(Examples.MISTAKES);
    long cells =
        java.util.Arrays.stream(result.confusion())
            .flatMapToLong(java.util.Arrays::stream)
            .filter(images -> images > 0)
            .count();
    assertThat(shown(elements, "The most confident image of each pair")).hasSize((int) cells);

    Example first = result.examples().worst().get(0);
    Image image = Pixels.image(TEST, first.image());
    Image picture = Decoder.decode(worst.get(0).pngs().get(0), Limits.DEFAULT).toChannels(1);
    assertThat(picture).hasToString("1x112x112");
    assertThat(picture.value(51, 63, 0)).isEqualTo(image.value(51 / 4, 63 / 4, 0));
    assertThat(worst.get(0).lines())
        .contains("image " + first.image())
        .anyMatch(line -> line.startsWith("true class " + TEST.classes().get(first.truth())))
        .anyMatch(line -> line.startsWith("predicted " + TEST.classes().get(first.predicted())));
    try (PointerScope scope = new PointerScope()) {
      Pixels pixels = new Pixels(model.card().preprocessing().normalisation(), Device.CPU);
      String place = GradCam.place(model.network().architecture());
      var map =
          GradCam.evidence(
              model.network(), pixels.of(List.of(image)), place, new long[] {first.predicted()});
      Evidence alone = new Evidence(HostMemory.floats(map), (int) map.size(2), (int) map.size(3));
      Image expected = alone.over(picture.toChannels(3));
      Image overlay = Decoder.decode(worst.get(0).pngs().get(1), Limits.DEFAULT);
      for (int at : new int[] {0, 3_000, 20_000, 37_000}) {
        assertThat(overlay.pixels()[at] & 0xFF).isCloseTo(expected.pixels()[at] & 0xFF, within(2));
      }
    }
  }

  @Test
  void aPageOfManyClassesShowsTheMostFrequentMistakes() {
    int classes = 40;
    List<String> names =
        java.util.stream.IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
    Tally tally = new Tally(classes);
    for (int i = 0; i < 400; i++) {
      float[] logits = new float[classes];
      logits[i < 20 ? 1 : i % classes] = 5;
      tally.add(logits, 0, i, i < 20 ? 0 : i * 7 / classes % classes);
    }
    Evaluation result = tally.result(names, 1);
    assertThat(result.examples().cells()).hasSizeGreaterThan(150);
    List<Element> elements;
    try (Network network =
        Network.create(
            Catalog.standard()
                .build("cifar-resnet8", o -> o.withInput(TEST.shape()).withClasses(classes)),
            Initialization.DEFAULT,
            0,
            Device.CPU,
            Precision.FP32)) {
      elements = pictures(result, network, TEST);
    }
    List<Element.Picture> cells = shown(elements, "The most confident image of each pair");
    assertThat(cells).hasSize(100);
    assertThat(cells.get(0).lines())
        .contains("true class c0, 0.5\u00A0%", "20 images of this pair");
    assertThat(Page.titled("").section("", elements).html().length()).isLessThan(4 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 112, 112",
    "32, 24, 96, 72",
    "96, 64, 96, 64",
    "112, 112, 96, 96",
    "224, 224, 96, 96",
    "600, 300, 96, 48",
    "5000, 1, 96, 1"
  })
  void thumbnailsAreNeitherTinyNorLarge(int height, int width, int newHeight, int newWidth) {
    assertThat(ExamplePictures.thumbnail(new Image(3, height, width)))
        .hasToString("3x" + newHeight + "x" + newWidth);
  }

  @Test
  void someOfTheClassesAreFoundByName() {
    List<String> names = TEST.classes();
    List<String> longer = new java.util.ArrayList<>(names);
    longer.add(0, "another");
    Dataset more = TEST.withClasses(longer);
    assertThat(more.label(3)).isEqualTo(TEST.label(3) + 1);
    assertThatThrownBy(() -> evaluate(model.network(), more, Views.NONE, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("10 classes", "11");
  }

  @Test
  void preciseStatisticsRestoreWhatWasDestroyed() {
    double before = evaluate(model.network(), TEST, Views.NONE, 50).top1();
    try (Network broken = model.network().copy()) {
      destroyStatistics(broken);
      double destroyed = evaluate(broken, TEST, Views.NONE, 50).top1();
      assertThat(destroyed).isLessThan(before - 0.2);
      try (Network restored = restore(broken, 1_000);
          Network again = restore(broken, 1_000)) {
        assertThat(evaluate(restored, TEST, Views.NONE, 50).top1()).isGreaterThan(before - 0.03);
        for (String name : restored.state().asMap().keySet()) {
          assertThat(HostMemory.floats(again.state().get(name)))
              .isEqualTo(HostMemory.floats(restored.state().get(name)));
        }
      }
      assertThat(evaluate(broken, TEST, Views.NONE, 50).top1())
          .as("the network itself does not change")
          .isEqualTo(destroyed);
    }
  }

  private static Network restore(Network network, int images) {
    return PreciseBatchNorm.of(
        network,
        TrainedNetwork.IMAGES.train(),
        model.card().preprocessing().normalisation(),
        images,
        WORKERS);
  }

  private static void destroyStatistics(Network network) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      network
          .state()
          .asMap()
          .forEach(
              (name, tensor) -> {
                if (name.endsWith("running_mean")) {
                  tensor.zero_();
                } else if (name.endsWith("running_var")) {
                  tensor.fill_(new Scalar(1));
                }
              });
    }
  }

  /**
   * The embedded weights, and published ones of pytorch_resnet_cifar10 (8.27 % errors), whose file
   * names neither network nor normalisation.
   */
  @ParameterizedTest
  @CsvSource({"resnet20-cifar10, 0.9186", "weights/resnet20-12fca82f.th, 0.9173"})
  void weightsOnTheWholeTestSet(String weights, double top1, @TempDir Path at) throws Exception {
    Path packed = Shared.folder("cifar10").orElse(null);
    assumeTrue(packed != null, "shared/data/cifar10 is not there");
    Shared.unpacked(packed.resolve("test_batch.bin.xz"), at);
    Dataset test = DataSets.standard().openTest("cifar10", at, PictureOptions.DEFAULT);
    String source = weights.contains("/") ? packed.resolveSibling(weights).toString() : weights;
    try (Model resnet20 = Model.load(source, Catalog.standard(), Device.CPU, Precision.FP32);
        Network bf16 =
            Network.of(
                resnet20.network().architecture(),
                resnet20.network().state(),
                Device.CPU,
                Precision.BF16)) {
      Normalisation normalisation = resnet20.card().preprocessing().normalisation();
      Evaluation result = Evaluation.of(resnet20.network(), test, normalisation, 250, WORKERS);
      assertThat(result.images()).isEqualTo(10_000);
      assertThat(result.top1()).isCloseTo(top1, within(0.0001));
      assertThat(Evaluation.of(bf16, test, normalisation, 250, WORKERS).top1())
          .isCloseTo(top1, within(0.0015));
    }
  }
}
