package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.export.onnx.OnnxExport;
import org.resnet4j.export.onnx.OnnxInference;
import org.resnet4j.export.torchscript.TorchScriptExport;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.OutputDifference;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

class ExportTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;

  @BeforeAll
  static void useTwoThreads() {
    Torch.setThreads(2);
  }

  @ParameterizedTest
  @MethodSource("org.resnet4j.app.ExportedNetworks#all")
  void agreesInOtherRuntimes(Architecture architecture) throws IOException {
    Path onnx = folder.resolve("network.onnx");
    Path torchScript = folder.resolve("network.pt");
    try (Network network = ExportedNetworks.random(architecture);
        Network folded = Folding.of(network).network()) {
      OnnxExport.write(onnx, network, Map.of());
      requireAgreement(network, onnx);
      OnnxExport.write(onnx, folded, Map.of());
      requireAgreement(network, onnx);
      TorchScriptExport.write(torchScript, network, Map.of());
      TorchScriptExport.compare(torchScript, network).requireWithin(TOLERANCE);
    }
  }

  /** The comparison fails if a single weight differs slightly. */
  @Test
  void findsAnotherWeight() throws IOException {
    Path file = folder.resolve("network.onnx");
    try (Network network = ExportedNetworks.random(Catalog.standard().build("cifar-resnet8"));
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
    export("a.onnx", "--format=onxx").assertRefused(2, "--format", "onnx");
    export("", "--format=onnx").assertRefused(Main.WRONG, "expected a file, got the folder");
  }

  /**
   * Overflow gives NaN, which equals nothing: the old file stays, and no temporary file is left.
   */
  @ParameterizedTest
  @ValueSource(strings = {"a.onnx", "a.pt"})
  void overwritesOnlyWhenAsked(String name) throws IOException {
    Path old = Files.writeString(folder.resolve(name), "old");
    run("export", "--weights=resnet20-cifar10", "--to=" + old)
        .assertRefused(Main.WRONG, old.toString(), "already exists", "--force");
    assertThat(old).hasContent("old");
    Ran forced = run("export", "--weights=resnet20-cifar10", "--to=" + old, "--force");
    assertThat(forced.code()).as(forced.err()).isZero();
    assertThat(Files.size(old)).isGreaterThan(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.onnx", "a.pt"})
  void keepsTheOldFileWhenTheComparisonFails(String name) throws IOException {
    Path weights = folder.resolve("overflow.safetensors");
    Path old = folder.resolve(name);
    Files.writeString(old, "old");
    try (Model model =
            Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
        PointerScope scope = new PointerScope();
        TensorMap broken = model.network().state().copy(each -> true)) {
      broken.get("fc.weight").fill_(new Scalar((double) Float.MAX_VALUE));
      Model.save(weights, model.card(), broken);
    }
    Ran ran = run("export", "--weights=" + weights, "--to=" + old, "--force");
    ran.assertRefused(1, old.toString(), "differs by NaN");
    assertThat(old).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(weights, old);
    }
  }
}
