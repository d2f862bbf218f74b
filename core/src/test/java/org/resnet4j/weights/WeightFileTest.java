package org.resnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TensorType;

/** Files that {@code weight_files.py} wrote with PyTorch 1.13, against the values it wrote down. */
class WeightFileTest {
  private static final JsonNode EXPECTED = expected();

  @TempDir private Path folder;

  private static InputStream resource(String name) {
    return Objects.requireNonNull(WeightFileTest.class.getResourceAsStream("/weights/" + name));
  }

  private static JsonNode expected() {
    try (InputStream in = resource("expected.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The stored file of that name, copied to where it can be read by its path. */
  private Path file(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  static Stream<String> files() {
    return EXPECTED.properties().stream().map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("files")
  void holdsWhatPythonWrote(String name) throws IOException {
    JsonNode wanted = EXPECTED.get(name);
    try (WeightFile file = WeightFile.read(file(name));
        PointerScope scope = new PointerScope()) {
      assertThat(file.format())
          .isEqualTo(
              name.contains("legacy")
                  ? WeightFile.Format.PYTORCH_LEGACY
                  : WeightFile.Format.PYTORCH_ZIP);
      assertThat(file.wrapping()).isEqualTo(wanted.get("wrapping").asText());
      assertThat(file.metadata()).isEmpty();
      assertThat(file.tensors().asMap().keySet())
          .containsExactlyElementsOf(
              wanted.get("tensors").properties().stream().map(Map.Entry::getKey).toList());
      file.tensors()
          .asMap()
          .forEach((key, tensor) -> check(key, tensor, wanted.get("tensors").get(key)));
    }
  }

  /** The length of a header is any number: its first byte may be that of a pickle, or a zip's P. */
  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x50, 0x7b})
  void aSafetensorsFileMayBeginLikeAnother(int first) throws IOException {
    Path path = folder.resolve("w.safetensors");
    try (TensorMap tensors = new TensorMap();
        PointerScope scope = new PointerScope()) {
      tensors.put("x", torch.ones(3));
      int padding = 0;
      do {
        SafeTensors.write(path, Map.of("note", "x".repeat(padding++)), tensors);
      } while ((Files.readAllBytes(path)[0] & 0xf8) != (first & 0xf8));
    }
    try (WeightFile file = WeightFile.read(path)) {
      assertThat(file.format()).isEqualTo(WeightFile.Format.SAFETENSORS);
    }
  }

  private static void check(String name, Tensor tensor, JsonNode wanted) {
    assertThat(TensorType.of(tensor.scalar_type()).name())
        .as(name)
        .isEqualTo(wanted.get("type").asText());
    assertThat(tensor.is_contiguous()).as(name).isTrue();
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < tensor.dim(); i++) {
      shape.add(tensor.size(i));
    }
    List<Long> expectedShape = new ArrayList<>();
    wanted.get("shape").forEach(size -> expectedShape.add(size.asLong()));
    assertThat(shape).as(name).isEqualTo(expectedShape);
    List<Double> values = new ArrayList<>();
    Tensor flat = tensor.to(ScalarType.Double).flatten(0, -1);
    for (int i = 0; i < flat.numel(); i++) {
      values.add(flat.get(i).item_double());
    }
    List<Double> expectedValues = new ArrayList<>();
    wanted.get("values").forEach(value -> expectedValues.add(value.asDouble()));
    assertThat(values).as(name).isEqualTo(expectedValues);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused-network.pth | whole pickled network or other object (torch.nn.modules.conv.Conv2d)",
        "refused-network.pth | torch.save(model.state_dict(), 'NEW.pth')",
        "refused-network-legacy.pth | network or other object (torch.nn.modules.conv.Conv2d)",
        "refused-script.pt | TorchScript",
        "refused-tensor.pth | one unnamed tensor",
        "refused-nothing.pth | its keys: epoch lr",
        "refused-mixed.pth | 'epoch' is among the tensors",
        "refused-complex.pth | an unsupported type: torch.ComplexFloatStorage",
        "refused-sparse.pth | its keys: a, of torch._utils._rebuild_sparse_tensor",
      })
  void saysWhyItDoesNotRead(String name, String why) throws IOException {
    Path file = file(name);
    assertThatThrownBy(() -> WeightFile.read(file).close())
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void tensorsThatSharedMemoryStillDo() throws IOException {
    try (WeightFile file = WeightFile.read(file("views.pth"))) {
      long whole = file.tensors().get("whole").data_ptr().address();
      assertThat(file.tensors().get("rows").data_ptr().address()).isEqualTo(whole + 2 * 4 * 4);
    }
  }

  @Test
  void aModuleOfASafetensorsFileIsTakenByItsName() throws IOException {
    Path path = folder.resolve("a.safetensors");
    try (TensorMap map = new TensorMap();
        PointerScope scope = new PointerScope()) {
      map.put("module.a.weight", torch.tensor(1f, 2f));
      map.put("b", torch.tensor(3f));
      SafeTensors.write(path, Map.of("who", "me"), map);
    }
    try (WeightFile file = WeightFile.read(path)) {
      assertThat(file.format()).hasToString("safetensors");
      assertThat(file.wrapping()).isEmpty();
      assertThat(file.note()).isEmpty();
      assertThat(file.metadata()).containsEntry("who", "me");
      assertThat(file.tensors().asMap()).containsOnlyKeys("module.a.weight", "b");
    }
    for (String key : List.of("module", "a", "module.a")) {
      try (WeightFile file = WeightFile.read(path, key)) {
        assertThat(file.tensors().asMap()).containsOnlyKeys("module.a.weight");
      }
    }
    assertThatThrownBy(() -> WeightFile.read(path, "ema").close())
        .isInstanceOf(FormatException.class)
        .hasMessage(path + ": it holds nothing under the name 'ema'");
  }

  /** As programs write them: the first bytes of each kind, whatever the name of the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "080812085265734E65743474 | an ONNX model",
        "0807120770 79746F726368 1A05 | an ONNX model",
        "894844460D0A1A0A0000000000 | an HDF5 file (.h5), as Keras writes",
        "1C00000054464C3314002000 | a TensorFlow Lite model",
        "934E554D5059010076007B27 | an unnamed NumPy array (.npy)",
        "474755460300000000000000 | a GGUF file",
        "1F8B0800000000000003ECBD | decompress it first",
        "425A68393141592653590000 | decompress it first",
        "FD377A585A00000469 22DE36 | decompress it first",
        "28B52FFD0458A10000616263 | decompress it first",
        "377ABCAF271C000400000000 | decompress it first",
      })
  void theFirstBytesTellWhatItIs(String hex, String what) throws IOException {
    byte[] start = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertRefused(Arrays.copyOf(start, 2000), what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html><head>                    | an HTML page",
        "<html lang='en'> and so on                     | an HTML page",
        "version https://git-lfs.github.com/spec/v1 oid | git lfs pull",
        "{ 'architectures' : ['ResNet'] }               | JSON",
        "these are no weights                           | neither a safetensors file nor",
      })
  void textsAreToldApart(String text, String what) throws IOException {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.json,config.json,model.weights.h5 | a Keras model",
        "arr_0.npy,fc.npy | a NumPy archive (.npz)",
        "resnet/resnet50.pth,readme.txt | unpack it first: it holds readme.txt, resnet/resnet50.pth",
        "a/code/x.py,a/data.pkl,a/constants.pkl | torch.jit.load('OLD.pt').state_dict()",
      })
  void archivesOfOthersAreToldApart(String names, String what) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names.split(",", -1)) {
      files.put(name, new byte[20]);
    }
    assertRefused(PickleBytes.zip(ZipEntry.STORED, files), what);
  }

  @Test
  void otherFilesAreToldApart() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertRefused(tar, "tar archive");
    assertRefused(new byte[1024], "neither");
    assertRefused(new byte[3], "3 bytes");
    assertThatThrownBy(() -> WeightFile.read(folder)).hasMessageContaining("folder");
    assertThatThrownBy(() -> WeightFile.read(folder.resolve("x")))
        .hasMessageContaining("no such file");
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Path file = Files.write(folder.resolve("other"), bytes);
    assertThatThrownBy(() -> WeightFile.read(file).close())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }
}
