package org.resnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.StateDifference;
import org.resnet4j.torch.TensorMap;

class RecognitionTest {
  private static final Catalog CATALOG = Catalog.standard();

  /** Names and shapes, which tests change before they become tensors. */
  private static Map<String, List<Integer>> shapes(Architecture network) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (Parameter parameter : network.layers().allParameters()) {
      shapes.put(parameter.name(), parameter.shape());
    }
    return shapes;
  }

  private static Map<String, List<Integer>> shapes(String name, UnaryOperator<Options> change) {
    return shapes(CATALOG.build(name, change));
  }

  /** Tensors that repeat one number and so take no memory. */
  private static TensorMap tensors(Map<String, List<Integer>> shapes) {
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      Tensor one = torch.tensor(1f).sum();
      shapes.forEach(
          (name, shape) ->
              tensors.put(
                  name, one.expand(shape.stream().mapToLong(Integer::longValue).toArray())));
    }
    return tensors;
  }

  private record Found(String name, Origin origin, Options options) {}

  /** What it is, once its tensors are known to be those that it needs. */
  private static Found recognise(Map<String, List<Integer>> shapes, @Nullable String model) {
    try (TensorMap tensors = tensors(shapes);
        Recognised found = Recognition.of(tensors, CATALOG, model)) {
      Architecture network = found.architecture();
      assertThat(
              StateDifference.of(
                  network.layers().allParameters(), StateDifference.shapes(found.tensors())))
          .isEqualTo(new StateDifference(List.of(), List.of(), List.of()));
      return new Found(network.name(), found.origin(), network.options());
    }
  }

  private static void assertRefused(
      Map<String, List<Integer>> shapes, @Nullable String model, String message) {
    assertThatThrownBy(() -> recognise(shapes, model))
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }

  static List<String> everyNetwork() {
    return CATALOG.names().stream()
        .map(
            name ->
                name.replace(
                    "<depth>",
                    name.contains("bottleneck") ? "29" : name.contains("vgg") ? "25" : "26"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyNetwork")
  void everyNetworkIsRecognised(String name) {
    Found found = recognise(shapes(CATALOG.build(name)), null);
    // The plain ones for small images have the same tensors as those with option A, which are
    // preferred; all others are themselves.
    String expected =
        switch (name) {
          case "plain20", "plain32", "plain44", "plain56", "plain110" ->
              name.replace("plain", "resnet");
          case "cifar-plain26" -> "cifar-resnet26";
          default -> name;
        };
    assertThat(found.name()).isEqualTo(expected);
    assertThat(found.options()).isEqualTo(CATALOG.build(expected).options());
    if (!expected.equals(name)) {
      assertThat(recognise(shapes(CATALOG.build(name)), name).name()).isEqualTo(name);
    }
  }

  /** A gate is a convolution more, but not a layer more of the depth. */
  @Test
  void aFamilyWithGatesIsRecognised() {
    Catalog catalog =
        CATALOG.with(CifarResNet.family("gated", Ablations.exclusiveGating(-6), false));
    try (TensorMap tensors = tensors(shapes(catalog.build("gated20")));
        Recognised found = Recognition.of(tensors, catalog, null)) {
      assertThat(found.architecture().name()).isEqualTo("gated20");
    }
  }

  @ParameterizedTest
  @MethodSource("everyNetwork")
  void classesAndChannelsComeFromTheTensors(String name) {
    Options defaults = CATALOG.build(name).options();
    Shape gray = new Shape(1, defaults.input().height(), defaults.input().width());
    Found found = recognise(shapes(name, o -> o.withClasses(7).withInput(gray)), name);
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.options()).isEqualTo(defaults.withClasses(7).withInput(gray));
  }

  @ParameterizedTest
  @EnumSource(Shortcut.class)
  void shortcutsComeFromTheTensors(Shortcut shortcut) {
    for (String name : List.of("resnet20", "resnet50", "cifar-preact26")) {
      Found found = recognise(shapes(name, o -> o.withShortcut(shortcut)), null);
      assertThat(found.name()).isEqualTo(name);
      // Those without parameters cannot be told apart.
      assertThat(found.options().shortcut())
          .isEqualTo(shortcut == Shortcut.NONE ? Shortcut.ZERO_PADDING : shortcut);
    }
    Found plain = recognise(shapes("resnet18", o -> o.withShortcut(Shortcut.ZERO_PADDING)), null);
    assertThat(plain.name()).isEqualTo("plain18");
  }

  @Test
  void normalisationComesFromTheTensors() {
    assertThat(recognise(shapes("resnet50", o -> o.withNorm(Options.Norm.NONE)), null).options())
        .isEqualTo(CATALOG.build("resnet50").options().withNorm(Options.Norm.NONE));
    assertThat(recognise(shapes("vgg11-bn", o -> o.withNorm(Options.Norm.NONE)), null).name())
        .isEqualTo("vgg11");
  }

  @Test
  void sideClassifiersComeFromTheTensors() {
    Found found = recognise(shapes("googlenet", o -> o.withAuxiliary(true).withClasses(5)), null);
    assertThat(found.name()).isEqualTo("googlenet");
    assertThat(found.options().auxiliary()).isTrue();
    assertThat(found.options().classes()).isEqualTo(5);
  }

  @Test
  void countersOfBatchesMayBeMissing() {
    Map<String, List<Integer>> shapes = shapes(CATALOG.build("resnet18"));
    shapes.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    try (TensorMap tensors = tensors(shapes);
        Recognised found = Recognition.of(tensors, CATALOG, null)) {
      assertThat(found.architecture().name()).isEqualTo("resnet18");
    }
  }

  static Stream<Map.Entry<String, Map<String, List<Integer>>>> torchvision() throws IOException {
    Map<String, Map<String, List<Integer>>> networks = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        RecognitionTest.class.getResourceAsStream(
                            "/arch/torchvision-keys.txt.gz"))),
                StandardCharsets.UTF_8))) {
      Map<String, List<Integer>> shapes = Map.of();
      for (String line : reader.lines().toList()) {
        String[] parts = line.split(" ", -1);
        if (parts[0].equals("#")) {
          shapes = new LinkedHashMap<>();
          networks.put(parts[1], shapes);
        } else {
          shapes.put(
              parts[0],
              Arrays.stream(parts[1].split("x"))
                  .filter(size -> !size.isEmpty())
                  .map(Integer::valueOf)
                  .toList());
        }
      }
    }
    return networks.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("torchvision")
  void theNetworksOfTorchvisionAreRecognised(Map.Entry<String, Map<String, List<Integer>>> theirs) {
    Found found = recognise(theirs.getValue(), null);
    assertThat(found.name()).isEqualTo(theirs.getKey().replace("+aux", "").replace("_bn", "-bn"));
    assertThat(found.origin()).isEqualTo(Origin.TORCHVISION);
    assertThat(found.options().auxiliary()).isEqualTo(theirs.getKey().endsWith("+aux"));
  }

  /** The same shapes under the names that others use. */
  private static Map<String, List<Integer>> renamed(
      Map<String, List<Integer>> shapes, String... replacements) {
    Map<String, List<Integer>> renamed = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          String other = name;
          for (int i = 0; i < replacements.length; i += 2) {
            other = other.replace(replacements[i], replacements[i + 1]);
          }
          renamed.put(other, shape);
        });
    return renamed;
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, PROJECTION, AKAMASTER",
    "resnet56, ZERO_PADDING, AKAMASTER",
    "resnet18-stem3x3, PROJECTION, KUANGLIU",
    "resnet152-stem3x3, PROJECTION, KUANGLIU"
  })
  void namesOfOthersBecomeTorchvisions(String name, Shortcut shortcut, Origin origin) {
    Map<String, List<Integer>> shapes = shapes(name, o -> o.withShortcut(shortcut));
    Map<String, List<Integer>> theirs =
        renamed(shapes, "fc.", "linear.", ".downsample.", ".shortcut.");
    for (String model : new @Nullable String[] {null, name}) {
      Found found = recognise(theirs, model);
      assertThat(found.name()).isEqualTo(name);
      assertThat(found.origin()).isEqualTo(origin);
      assertThat(found.options().shortcut()).isEqualTo(shortcut);
    }
    assertThat(recognise(shapes, null).origin()).isEqualTo(Origin.TORCHVISION);
  }

  @ParameterizedTest
  @CsvSource({"vgg11", "vgg16-bn"})
  void theLinearLayersOfTimmsVggAreConvolutions(String name) {
    Map<String, List<Integer>> theirs =
        renamed(
            shapes(CATALOG.build(name)),
            "classifier.0.",
            "pre_logits.fc1.",
            "classifier.3.",
            "pre_logits.fc2.",
            "classifier.6.",
            "head.fc.");
    theirs.put("pre_logits.fc1.weight", List.of(4096, 512, 7, 7));
    theirs.put("pre_logits.fc2.weight", List.of(4096, 4096, 1, 1));
    Found found = recognise(theirs, null);
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.origin()).isEqualTo(Origin.TIMM);
  }

  /** As Hugging Face's modeling_resnet.py nests them, which counts from 0. */
  private static String transformersName(String name) {
    String[] parts = name.split("\\.", -1);
    String last = "." + parts[parts.length - 1];
    if (parts[0].equals("conv1") || parts[0].equals("bn1")) {
      return "resnet.embedder.embedder." + kind(parts[0]) + last;
    }
    if (parts[0].equals("fc")) {
      return "classifier.1" + last;
    }
    int stage = Integer.parseInt(parts[0].replace("layer", "")) - 1;
    String block = "resnet.encoder.stages." + stage + ".layers." + parts[1];
    if (parts[2].equals("downsample")) {
      return block + ".shortcut." + (parts[3].equals("0") ? "convolution" : "normalization") + last;
    }
    int layer = Integer.parseInt(parts[2].replaceAll("\\D", "")) - 1;
    return block + ".layer." + layer + "." + kind(parts[2]) + last;
  }

  private static String kind(String name) {
    return name.startsWith("conv") ? "convolution" : "normalization";
  }

  private static Map<String, List<Integer>> named(String network, UnaryOperator<String> rename) {
    Map<String, List<Integer>> named = new LinkedHashMap<>();
    shapes(CATALOG.build(network)).forEach((name, shape) -> named.put(rename.apply(name), shape));
    return named;
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "resnet152"})
  void namesOfLibrariesBecomeTorchvisions(String network) {
    Found hub = recognise(named(network, RecognitionTest::transformersName), null);
    assertThat(hub.name()).isEqualTo(network);
    assertThat(hub.origin()).isEqualTo(Origin.TRANSFORMERS);
    Found mmpretrain =
        recognise(
            named(network, name -> (name.startsWith("fc.") ? "head." : "backbone.") + name), null);
    assertThat(mmpretrain.name()).isEqualTo(network);
    assertThat(mmpretrain.origin()).isEqualTo(Origin.MMPRETRAIN);
  }

  /** A body of torchvision's children by their positions, and a head of several layers. */
  @Test
  void aBodyOfFastaiHasNoHead() {
    List<String> children =
        List.of("conv1", "bn1", "", "", "layer1", "layer2", "layer3", "layer4", "", "fc");
    Map<String, List<Integer>> theirs =
        named(
            "resnet34",
            name -> {
              String child = name.substring(0, name.indexOf('.'));
              return "0." + children.indexOf(child) + name.substring(child.length());
            });
    theirs.keySet().removeIf(name -> name.startsWith("0.9."));
    theirs.put("1.2.weight", List.of(1024));
    theirs.put("1.8.weight", List.of(7, 512));
    try (TensorMap tensors = tensors(theirs);
        Recognised found = Recognition.of(tensors, CATALOG, null)) {
      assertThat(found.architecture().name()).isEqualTo("resnet34");
      assertThat(found.origin()).isEqualTo(Origin.SEQUENTIAL);
      assertThat(found.prefix()).isEqualTo("0.");
      assertThat(found.hasHead()).isFalse();
      assertThat(found.leftOut()).containsExactly("1.2.weight", "1.8.weight");
    }
  }

  @Test
  void theLargestModuleIsTaken() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("loss.weight", List.of(1000));
    shapes(CATALOG.build("resnet18")).forEach((k, v) -> shapes.put("perceptual.net." + k, v));
    shapes(CATALOG.build("resnet50")).forEach((k, v) -> shapes.put("module.model." + k, v));
    try (TensorMap tensors = tensors(shapes);
        Recognised found = Recognition.of(tensors, CATALOG, null)) {
      assertThat(found.architecture().name()).isEqualTo("resnet50");
      assertThat(found.prefix()).isEqualTo("module.model.");
      assertThat(found.leftOut()).hasSize(1 + 122).contains("loss.weight");
    }
    try (TensorMap tensors = tensors(shapes);
        Recognised found = Recognition.of(tensors, CATALOG, "resnet18")) {
      assertThat(found.prefix()).isEqualTo("perceptual.net.");
    }
  }

  /** What lies inside the module of a network would take part in it. */
  @ParameterizedTest
  @ValueSource(strings = {"layer1.0.se.fc1.weight", "sa.conv1.weight", "neck.weight"})
  void aModuleWithMoreThanTheNetworkIsRefused(String more) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes(CATALOG.build("resnet18")).forEach((k, v) -> shapes.put("module." + k, v));
    shapes.put("module." + more, List.of(1, 2));
    assertRefused(
        shapes,
        null,
        "no network of the catalog has these tensors; the nearest is resnet18: unexpected 1 ("
            + more
            + ")");
    shapes.keySet().removeIf(name -> name.startsWith("module.fc."));
    assertThatThrownBy(() -> recognise(shapes, null)).isInstanceOf(FormatException.class);
  }

  @Test
  void tensorsAreSharedAndOutliveTheirMap() {
    TensorMap tensors = tensors(shapes(CATALOG.build("resnet20")));
    try (Recognised found = Recognition.of(tensors, CATALOG, null);
        PointerScope scope = new PointerScope()) {
      assertThat(found.tensors().get("fc.bias").data_ptr().address())
          .isEqualTo(tensors.get("fc.bias").data_ptr().address());
      tensors.close();
      assertThat(found.tensors().get("fc.bias").sum().item_float()).isEqualTo(10);
    }
  }

  @Test
  void saysHowTheNearestDiffers() {
    Map<String, List<Integer>> shapes = shapes(CATALOG.build("resnet20"));
    shapes.remove("layer1.0.conv1.weight");
    shapes.put("layer1.0.extra", List.of(1));
    shapes.put("layer2.0.bn1.bias", List.of(33));
    String difference =
        "resnet20: missing 1 (layer1.0.conv1.weight); unexpected 1 (layer1.0.extra);"
            + " of another shape 1 (layer2.0.bn1.bias [33] for [32])";
    assertRefused(
        shapes, null, "no network of the catalog has these tensors; the nearest is " + difference);
    assertRefused(shapes, "resnet20", "these are not the weights of " + difference);
    assertRefused(
        shapes(CATALOG.build("resnet18")),
        "resnet18-stem3x3",
        "these are not the weights of resnet18-stem3x3: of another shape 1 (conv1.weight"
            + " [64, 3, 7, 7] for [64, 3, 3, 3])");
    assertRefused(
        shapes,
        "resnet21",
        "there is no network 'resnet21'; did you mean resnet20, resnet18, resnet34 or resnet50?");
  }

  @Test
  void strangersAreNotCompared() {
    Map<String, List<Integer>> strange = new LinkedHashMap<>();
    strange.put("features.conv0.weight", List.of(64, 3, 7, 7));
    strange.put("features.norm0.weight", List.of(64));
    assertRefused(
        strange,
        null,
        "no network of the catalog has tensors like these 2, of which the first are"
            + " features.conv0.weight [64, 3, 7, 7], features.norm0.weight [64]");
    assertThatThrownBy(() -> recognise(Map.of(), null)).isInstanceOf(FormatException.class);
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    Map<String, List<Integer>> shapes = shapes(CATALOG.build("resnet20"));
    shapes.put("linear.weight", List.of(10, 64));
    assertRefused(shapes, null, "there are two tensors that torchvision would call fc.weight");
  }

  @Test
  void impossibleSizesAreRefused() {
    for (List<Integer> shape : List.of(List.of(0, 64), List.of(Integer.MAX_VALUE, 64))) {
      Map<String, List<Integer>> shapes = shapes(CATALOG.build("resnet20"));
      shapes.put("fc.weight", shape);
      assertThatThrownBy(() -> recognise(shapes, null)).isInstanceOf(FormatException.class);
      assertThatThrownBy(() -> recognise(shapes, "resnet20")).isInstanceOf(FormatException.class);
    }
    Map<String, List<Integer>> shapes = shapes(CATALOG.build("resnet20"));
    shapes.put("conv1.weight", List.of(16, 0, 3, 3));
    assertThatThrownBy(() -> recognise(shapes, null)).isInstanceOf(FormatException.class);
  }
}
