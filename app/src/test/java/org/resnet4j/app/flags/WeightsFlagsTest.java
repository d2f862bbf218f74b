package org.resnet4j.app.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.app.Ran;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;

/** The weights that commands accept, and the flags that describe them. */
class WeightsFlagsTest {
  private static final String WEIGHTS = "resnet20-cifar10";

  @TempDir private Path folder;

  private Path picture;

  @BeforeEach
  void paint() throws IOException {
    for (String name : new String[] {"a/1", "a/2", "b/1", "b/2"}) {
      picture = folder.resolve("pictures/" + name + ".png");
      Files.createDirectories(picture.getParent());
      Files.write(picture, PngWriter.encode(new Image(3, 40, 40)));
    }
  }

  private static Model load(String source) throws IOException {
    return Model.load(source, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  private Ran predict(Path weights, String... more) {
    String[] words = new String[3 + more.length];
    words[0] = "predict";
    words[1] = picture.toString();
    words[2] = "--weights=" + weights;
    System.arraycopy(more, 0, words, 3, more.length);
    return run(words);
  }

  @Test
  void theFolderOfARunStandsForItsBestWeights() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    predict(run).assertRefused(1, run + ": expected a file of weights or the folder of a run");
    Files.writeString(run.resolve("run.json"), "{}");
    predict(run).assertRefused(1, run + ": this run has no weights yet", "first epoch");
    try (Model model = load(WEIGHTS)) {
      Model.save(run.resolve("best.safetensors"), model.card(), model.network().state());
    }
    Ran ran = predict(run);
    assertThat(ran.err()).isEqualToIgnoringNewLines(run + ": took best.safetensors of this run");
    assertThat(ran.out()).isEqualTo(predict(Path.of(WEIGHTS)).out());
    assertThat(ran.code()).isZero();
  }

  /** The weights without their head and model card. */
  private Path headless() throws IOException {
    Path file = folder.resolve("headless.safetensors");
    try (Model model = load(WEIGHTS);
        TensorMap body = model.network().state().copy(name -> !name.startsWith("fc."))) {
      SafeTensors.write(file, Map.of(), body);
    }
    return file;
  }

  @Test
  void weightsWithoutAHeadCanBeTaught() throws IOException {
    Path weights = headless();
    String data = "--data=folder:" + folder.resolve("pictures");
    String[] why = {weights + ": ", "resnet20 have no head (fc.weight, fc.bias)", "finetune"};
    predict(weights).assertRefused(1, why);
    Path names = Files.write(folder.resolve("names"), List.of("a", "b"));
    run(
            "export",
            "--weights=" + weights,
            "--class-names=" + names,
            "--to=" + folder.resolve("x.pt"))
        .assertRefused(1, why);
    run("evaluate", "--weights=" + weights, data).assertRefused(1, why);
    run("export", "--weights=" + weights, "--to=" + folder.resolve("x.onnx")).assertRefused(1, why);
    Path out = folder.resolve("run");
    Ran ran = run("finetune", "--weights=" + weights, data, "--epochs=1", "--out=" + out, "--json");
    ran.onlyObject();
    assertThat(ran.err()).contains(weights + ": taken for resnet20 by its tensors", "no classes");
    try (Model model = load(out.toString())) {
      assertThat(model.card().classes()).containsExactly("a", "b");
      assertThat(model.hasHead()).isTrue();
    }
  }

  @Test
  void oneOfSeveralNetworksIsChosenByItsKey() throws IOException {
    Path file = folder.resolve("two.safetensors");
    try (Model model = load(WEIGHTS);
        TensorMap both = new TensorMap()) {
      both.putAll("student.", model.network().state());
      both.putAll("teacher.", model.network().state());
      SafeTensors.write(file, Map.of(), both);
    }
    predict(file).assertRefused(1, "several networks: student, teacher", "--weights-key");
    predict(file, "--weights-key=x").assertRefused(1, "nothing under the name 'x'");
    Ran ran = predict(file, "--weights-key=teacher", "--quiet");
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** Every file that states the preprocessing yields the same network input. */
  @Test
  void anExportHasTheFrameOfItsCard() throws Exception {
    Path onnx = folder.resolve("x.onnx");
    export(onnx, WEIGHTS, "--crop=40", "--resize=48");
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx.toString())) {
      TensorInfo input = (TensorInfo) session.getInputInfo().get("images").getInfo();
      assertThat(input.getShape()).endsWith(3, 40, 40);
    }
    Path safetensors = folder.resolve("x.safetensors");
    export(safetensors, WEIGHTS, "--crop=40");
    Path pth = folder.resolve("x.pth");
    export(pth, safetensors.toString());
    export(folder.resolve("x.pt"), safetensors.toString());
    for (Path file : new Path[] {safetensors, pth}) {
      try (Model model = load(file.toString())) {
        assertThat(model.card().options().input()).isEqualTo(new Shape(3, 40, 40));
        assertThat(model.card().preprocessing().output()).isEqualTo(new Shape(3, 40, 40));
        assertThat(model.network().architecture().options().input())
            .isEqualTo(new Shape(3, 40, 40));
      }
    }
  }

  private void export(Path to, String weights, String... more) {
    String[] words = new String[3 + more.length];
    words[0] = "export";
    words[1] = "--weights=" + weights;
    words[2] = "--to=" + to;
    System.arraycopy(more, 0, words, 3, more.length);
    Ran ran = run(words);
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** Regardless of the file name. */
  @ParameterizedTest
  @CsvSource({"onnx, an ONNX model", "pt, a TorchScript archive"})
  void anExportThatIsNotReadSaysWhatItIs(String ending, String what) throws IOException {
    Path file = folder.resolve("x." + ending);
    export(file, WEIGHTS);
    Path renamed = Files.move(file, folder.resolve("weights.safetensors"));
    predict(renamed).assertRefused(1, renamed + ": it is " + what, "use the weights");
  }
}
