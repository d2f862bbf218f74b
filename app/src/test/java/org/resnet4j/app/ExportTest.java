package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Ablations;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Block;
import org.resnet4j.arch.Blocks;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.Options;
import org.resnet4j.arch.ResNet;
import org.resnet4j.arch.ResNet.Stage;
import org.resnet4j.arch.Shortcut;
import org.resnet4j.arch.Vgg;
import org.resnet4j.infer.Model;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.weights.OutputDifference;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;
import org.resnet4j.weights.onnx.OnnxExport;
import org.resnet4j.weights.torchscript.TorchScriptExport;

class ExportTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;

  @BeforeAll
  static void useTwoThreads() {
    Torch.setThreads(2);
  }

  /** A network of every kind in the catalog, those for ImageNet with few blocks and channels. */
  static Stream<Architecture> architectures() {
    Stream<Architecture> small =
        Stream.of(
                "resnet20",
                "plain20",
                "cifar-preact20",
                "cifar-bottleneck20",
                "cifar-preact-bottleneck20",
                "cifar-vgg7",
                "cifar-inception",
                "cifar-inception-unreduced")
            .map(Catalog.standard()::build);
    Stream<Architecture> slim =
        Stream.of(
            slim(Blocks::basic, false),
            slim(Blocks::bottleneck, false),
            slim(Blocks.bottleneck(32, 4), false),
            slim(Blocks.bottleneck(1, 128), false),
            slim(Blocks::preBottleneck, true));
    Shape larger = new Shape(3, 64, 64);
    Stream<Architecture> options =
        Stream.of(
            Catalog.standard().build("googlenet", o -> o.withInput(larger).withAuxiliary(true)),
            Catalog.standard().build("cifar-inception", o -> o.withNorm(Options.Norm.NONE)),
            Catalog.standard().build("cifar-resnet8", o -> o.withNorm(Options.Norm.NONE)),
            Catalog.standard().build("cifar-preact8", o -> o.withShortcut(Shortcut.NONE)),
            Catalog.standard().build("cifar-resnet8", o -> o.withInput(new Shape(1, 29, 23))));
    return Stream.of(small, slim, options, vggs(), ablations()).flatMap(each -> each);
  }

  private static Architecture slim(Block block, boolean preActivated) {
    Options options = Options.cifar(Shortcut.PROJECTION).withInput(new Shape(3, 64, 64));
    List<Stage> stages =
        List.of(new Stage(1, 128), new Stage(2, 256), new Stage(1, 256), new Stage(1, 256));
    ResNet network = new ResNet(ResNet.Stem.IMAGENET, 64, stages, block, preActivated);
    return new Architecture("slim", options, network.layers(options));
  }

  /** All primitives that only rejected blocks have. */
  private static Stream<Architecture> ablations() {
    return Stream.of(
            Ablations.scaled(0.5, 0.7),
            Ablations.pooled(Ablations.exclusiveGating(-1)),
            Ablations.shortcutOnlyGating(-1),
            Ablations.shortcutDropout(0.5))
        .map(block -> CifarResNet.family("ablation", block, false))
        .map(family -> Catalog.standard().with(family).build("ablation8"));
  }

  /** The stages' 1x1, 2x2, 4x4 and 7x5 maps are pooled to others, up and down. */
  private static Stream<Architecture> vggs() {
    return Stream.of("32x32 7", "64x64 7", "128x128 2", "128x128 4", "224x160 7", "224x160 3")
        .map(
            text -> {
              String[] parts = text.split(" ");
              Options options =
                  Options.cifar(Shortcut.NONE).withInput(Shape.parse("3x" + parts[0]));
              Vgg vgg =
                  new Vgg(
                      List.of(1, 1, 1, 1, 1),
                      List.of(8, 8, 16, 16, 16),
                      Integer.parseInt(parts[1]),
                      32,
                      0.5);
              return new Architecture("vgg " + text, options, vgg.layers(options));
            });
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void agreesInOtherRuntimes(Architecture architecture) throws IOException {
    Path onnx = folder.resolve("network.onnx");
    Path torchScript = folder.resolve("network.pt");
    try (Network network = random(architecture);
        Network folded = Folding.of(network).network()) {
      OnnxExport.write(onnx, network, Map.of());
      requireAgreement(network, onnx);
      OnnxExport.write(onnx, folded, Map.of());
      requireAgreement(network, onnx);
      TorchScriptExport.write(torchScript, network, Map.of());
      TorchScriptExport.compare(torchScript, network).requireWithin(TOLERANCE);
    }
  }

  /** The comparison itself: one weight that is a little different, and it fails. */
  @Test
  void findsAnotherWeight() throws IOException {
    Path file = folder.resolve("network.onnx");
    try (Network network = random(Catalog.standard().build("cifar-resnet8"));
        Network other = network.copy();
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      other.state().get("layer2.0.bn1.running_mean").add_(new Scalar(0.01));
      OnnxExport.write(file, other, Map.of());
      try (OnnxInference onnx = new OnnxInference(file)) {
        OutputDifference difference = OutputDifference.of(network, onnx);
        assertThat(difference.largest()).isGreaterThan(TOLERANCE * difference.scale());
      }
      TorchScriptExport.write(folder.resolve("network.pt"), other, Map.of());
      OutputDifference difference =
          TorchScriptExport.compare(folder.resolve("network.pt"), network);
      assertThat(difference.largest()).isGreaterThan(TOLERANCE * difference.scale());
    }
  }

  private static void requireAgreement(Network network, Path file) throws IOException {
    try (OnnxInference onnx = new OnnxInference(file)) {
      OutputDifference.of(network, onnx).requireWithin(TOLERANCE);
    }
  }

  /** With running statistics, scales and biases that are not what a new network has. */
  private static Network random(Architecture architecture) {
    Network network =
        Network.create(architecture, Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Generator generator = torch.make_generator_cpu(2);
      for (Parameter parameter : architecture.layers().allParameters()) {
        Tensor tensor = network.state().get(parameter.name());
        switch (parameter.role()) {
          case BIAS, SHIFT, MEAN -> tensor.normal_(0, 0.1, new GeneratorOptional(generator));
          case SCALE, VARIANCE -> tensor.uniform_(0.5, 1.5, new GeneratorOptional(generator));
          case WEIGHT, BATCHES -> {}
        }
      }
    }
    return network;
  }

  private Ran export(String name, String... more) {
    return run(
        Stream.concat(
                Stream.of("export", "--weights=resnet20-cifar10", "--to=" + folder.resolve(name)),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.safetensors", "a.pth", "a.onnx", "a.pt"})
  void exportsByEnding(String name) throws IOException {
    Ran ran = export(name);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith(folder.resolve(name) + ": resnet20 (");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(name));
    }
  }

  @Test
  void aFileOfTensorsHoldsThoseOfTheWeights() throws IOException {
    assertThat(export("a.safetensors").code()).isZero();
    assertThat(export("a.pth").code()).isZero();
    try (Model model =
            Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
        Model again =
            Model.load(
                folder.resolve("a.pth").toString(),
                Catalog.standard(),
                Device.CPU,
                Precision.FP32);
        WeightFile safeTensors = WeightFile.read(folder.resolve("a.safetensors"));
        WeightFile pth = WeightFile.read(folder.resolve("a.pth"))) {
      String wanted = SafeTensors.sha256(model.network().state());
      assertThat(SafeTensors.sha256(safeTensors.tensors())).isEqualTo(wanted);
      assertThat(SafeTensors.sha256(pth.tensors())).isEqualTo(wanted);
      assertThat(safeTensors.metadata()).containsEntry(Model.KEY, model.card().toJson());
      assertThat(again.card()).as("a .pth file keeps it too").isEqualTo(model.card());
    }
  }

  @Test
  void foldsUnlessToldNotTo() {
    assertThat(export("a.onnx", "--json").out()).contains("\"normalisationsFolded\":19");
    assertThat(export("a.bin", "--format=torchscript", "--no-fold", "--json").out())
        .contains("\"normalisationsFolded\":0", "\"format\":\"torchscript\"");
  }

  @Test
  void refusesWhatCannotBe() {
    export("a.weights").assertRefused(2, ".safetensors, .pth, .onnx, .pt", "--format");
    export("a.pth", "--no-fold").assertRefused(2, "--no-fold", "pth");
    export("a.onnx", "--format=onxx").assertRefused(2, "--format", "ONNX");
    export("", "--format=onnx").assertRefused(1, "is a folder");
  }

  /** What is not a number agrees with nothing: the old file stays, and no other is left. */
  @ParameterizedTest
  @ValueSource(strings = {"a.onnx", "a.pt"})
  void keepsTheOldFileWhenTheComparisonFails(String name) throws IOException {
    Path weights = folder.resolve("nan.safetensors");
    Path old = folder.resolve(name);
    Files.writeString(old, "old");
    try (Model model =
            Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
        PointerScope scope = new PointerScope();
        TensorMap broken = model.network().state().copy(each -> true)) {
      broken.get("fc.bias").fill_(new Scalar(Float.NaN));
      Model.save(weights, model.card(), broken);
    }
    Ran ran = run("export", "--weights=" + weights, "--to=" + old);
    ran.assertRefused(1, old.toString(), "differs by NaN");
    assertThat(old).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(weights, old);
    }
  }
}
