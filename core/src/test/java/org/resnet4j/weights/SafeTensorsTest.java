package org.resnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;

class SafeTensorsTest {
  private static final Map<String, String> TEXTS = Map.of("who", "a \"test\"\n", "zwölf", "✓");

  @TempDir private Path folder;

  private static TensorMap tensors() {
    TensorMap map = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      map.put("b.weight", torch.tensor(1.5f, -2f, Float.MIN_VALUE).view(3, 1));
      map.put("a.count", torch.tensor(7L).view(new long[0]));
      map.put("empty", torch.tensor(new float[0]));
      map.put("bytes", torch.tensor((byte) 1, (byte) 255));
    }
    return map;
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    try (TensorMap map = tensors()) {
      SafeTensors.write(file, TEXTS, map);
    }
    return file;
  }

  /**
   * A file with this header and that number of bytes of data, as another program might write it.
   */
  private Path handMade(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("hand.safetensors"), all.putLong(json.length).put(json).put(data).array());
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> SafeTensors.read(file).close())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(file.toString())
        .satisfies(e -> List.of(parts).forEach(part -> assertThat(e).hasMessageContaining(part)))
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    try (SafeTensors read = SafeTensors.read(write("a.safetensors"));
        PointerScope scope = new PointerScope()) {
      assertThat(read.metadata()).containsAllEntriesOf(TEXTS);
      TensorMap map = read.tensors();
      assertThat(map.asMap()).containsOnlyKeys("b.weight", "a.count", "empty", "bytes");
      assertThat(HostMemory.floats(map.get("b.weight")))
          .containsExactly(1.5f, -2f, Float.MIN_VALUE);
      assertThat(map.get("b.weight").size(0)).isEqualTo(3);
      assertThat(map.get("b.weight").dim()).isEqualTo(2);
      assertThat(map.get("a.count").item_long()).isEqualTo(7);
      assertThat(map.get("a.count").dim()).isZero();
      assertThat(map.get("empty").numel()).isZero();
      assertThat(SafeTensors.sha256(map)).isEqualTo(read.metadata().get("sha256"));
    }
  }

  @Test
  void equalTensorsGiveEqualBytes() throws Exception {
    assertThat(write("a.safetensors")).hasSameBinaryContentAs(write("b.safetensors"));
  }

  @Test
  void aTensorInAnotherMemoryOrderIsWrittenRowByRow() throws Exception {
    Path file = folder.resolve("t.safetensors");
    try (TensorMap map = new TensorMap();
        PointerScope scope = new PointerScope()) {
      map.put("t", torch.tensor(1f, 2f, 3f, 4f, 5f, 6f).view(2, 3).t());
      SafeTensors.write(file, Map.of(), map);
    }
    try (SafeTensors read = SafeTensors.read(file);
        PointerScope scope = new PointerScope()) {
      assertThat(HostMemory.floats(read.tensors().get("t"))).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void aFileOfAnotherProgramIsRead() throws Exception {
    // Python's safetensors sorts by type and name, pads with spaces, and writes no checksum.
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"half\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[8,12]}}   ";
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0.25f).putFloat(-3f).putShort((short) 0x3F80).putShort((short) 0xC000);
    try (SafeTensors read = SafeTensors.read(handMade(header, data.array()));
        PointerScope scope = new PointerScope()) {
      assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(HostMemory.floats(read.tensors().get("fc.bias"))).containsExactly(0.25f, -3f);
      assertThat(HostMemory.floats(read.tensors().get("half"))).containsExactly(1f, -2f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x04, 0x10, 0x80})
  void noChangedByteGoesUnnoticed(int flip) throws Exception {
    Path good = write("good.safetensors");
    byte[] bytes = Files.readAllBytes(good);
    String digest;
    Map<String, String> texts;
    try (SafeTensors read = SafeTensors.read(good)) {
      digest = SafeTensors.sha256(read.tensors());
      texts = read.metadata();
    }
    Path bad = folder.resolve("bad.safetensors");
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) flip;
      Files.write(bad, changed);
      try (SafeTensors read = SafeTensors.read(bad)) {
        // Only the name of the header's own checksum may change: then it is not compared.
        assertThat(SafeTensors.sha256(read.tensors())).as("byte %d", i).isEqualTo(digest);
        assertThat(read.metadata()).as("byte %d", i).containsAllEntriesOf(TEXTS);
        assertThat(read.metadata().get("sha256")).isEqualTo(texts.get("sha256"));
      } catch (FormatException e) {
        assertThat(e.getMessage()).as("byte %d", i).doesNotContain("\n");
      }
    }
  }

  @Test
  void aFileCutAnywhereIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(write("good.safetensors"));
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertRefused(cut);
    }
    Files.write(cut, Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(cut);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "overlap        | \"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]} | overlap",
        "gap            | \"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]} | gap",
        "duplicate      | \"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]} | twice",
        "negative dim   | \"a\":{\"dtype\":\"U8\",\"shape\":[-8],\"data_offsets\":[0,8]} | -8",
        "two negatives  | \"a\":{\"dtype\":\"U8\",\"shape\":[-2,-4],\"data_offsets\":[0,8]} | -2",
        "negative begin | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[-8,0]} | -8",
        "backwards      | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,0]} | offsets",
        "NaN            | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[NaN,8]} | JSON",
        "fraction       | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0.0,8]} |"
            + " data_offsets",
        "text offset    | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[\"0\",8]} |"
            + " data_offsets",
        "huge offset    | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":"
            + "[0,99999999999999999999]} | data_offsets",
        "three offsets  | \"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8,8]} |"
            + " data_offsets",
        "overflow       | \"a\":{\"dtype\":\"F64\",\"shape\":[2147483647,2147483647,4],"
            + "\"data_offsets\":[0,8]} | larger",
        "empty overflow | \"a\":{\"dtype\":\"U8\",\"shape\":[0,2147483647,2147483647,2147483647],"
            + "\"data_offsets\":[0,0]} | a",
        "wrong size     | \"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]} | 16",
        "too little     | \"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]} | truncated",
        "too much       | \"a\":{\"dtype\":\"U8\",\"shape\":[7],\"data_offsets\":[0,7]} | 8",
        "type           | \"a\":{\"dtype\":\"F8\",\"shape\":[8],\"data_offsets\":[0,8]} | F8",
        "no type        | \"a\":{\"shape\":[8],\"data_offsets\":[0,8]} | type",
        "no object      | \"a\":[] | type",
        "deep           | \"a\":{\"x\":[[[[[[[[[[[[1]]]]]]]]]]]]} | JSON",
        "many dims      | \"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,8],"
            + "\"data_offsets\":[0,8]} | dimensions",
        "number as text | \"__metadata__\":{\"k\":7},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]} | metadata",
        "no JSON        | \"a\": | JSON",
      })
  void aWrongHeaderIsRefused(String name, String fields, String part) throws Exception {
    assertRefused(handMade("{" + fields + "}", new byte[8]), part);
  }

  @Test
  void textBehindTheHeaderIsRefused() throws Exception {
    String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}";
    handMade(header, new byte[8]);
    SafeTensors.read(folder.resolve("hand.safetensors")).close();
    assertRefused(handMade(header + "{}", new byte[8]));
    assertRefused(handMade("[]", new byte[8]), "object");
    assertRefused(handMade("   ", new byte[8]), "object");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, -1, Long.MIN_VALUE, 0, 1, 1L << 40, (16 << 20) + 1})
  void anImpossibleHeaderSizeIsRefusedWithoutTakingMemory(long size) throws Exception {
    byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(size).array();
    Path file = Files.write(folder.resolve("giant.safetensors"), bytes);
    assertRefused(file, Long.toUnsignedString(size));
  }

  @Test
  void foldersAndMissingFilesAreNamed() {
    assertRefused(folder, "folder");
    assertRefused(folder.resolve("none"), "no such file");
  }
}
