package org.resnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.resnet4j.weights.PickleBytes.archive;
import static org.resnet4j.weights.PickleBytes.dictionary;
import static org.resnet4j.weights.PickleBytes.join;
import static org.resnet4j.weights.PickleBytes.legacy;
import static org.resnet4j.weights.PickleBytes.list;
import static org.resnet4j.weights.PickleBytes.little;
import static org.resnet4j.weights.PickleBytes.oneTensor;
import static org.resnet4j.weights.PickleBytes.tensor;
import static org.resnet4j.weights.PickleBytes.text;
import static org.resnet4j.weights.PickleBytes.tuple;
import static org.resnet4j.weights.PickleBytes.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.fuzz.MemoryChannel;
import org.resnet4j.io.FormatException;

/** Files that someone made to do harm, or that broke on the way: all are refused in one line. */
class HostileFilesTest {
  private static final byte[] GOOD = oneTensor(0, tuple(2, 2), tuple(2, 1));

  private void assertRefused(byte[] bytes, String part) throws IOException {
    assertThatThrownBy(() -> WeightFile.read(new MemoryChannel(bytes), "bad.pth", null).close())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(part)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2500).doesNotContain("\n"));
  }

  private void assertRead(byte[] bytes) throws IOException {
    try (WeightFile read = WeightFile.read(new MemoryChannel(bytes), "good.pth", null)) {
      assertThat(read.tensors().asMap()).containsOnlyKeys("a");
    }
  }

  private void assertPickleRefused(String part, Object... pickle) throws IOException {
    assertRefused(archive(join(pickle)), part);
    assertRefused(legacy(join(pickle), list(), join()), part);
  }

  @Test
  void whatTheOthersAreMadeOfIsRead() throws IOException {
    assertRead(archive(GOOD));
    assertRead(zip(ZipEntry.DEFLATED, Map.of("a/data.pkl", GOOD, "a/data/0", new byte[16])));
    assertRead(legacy(GOOD, list("0"), join(little(8, 4), new byte[16])));
    assertRead(
        archive(
            join(
                "}r\377\377\377\377",
                text("a"),
                tensor("FloatStorage", "0", 4, 0, tuple(4), tuple(1)),
                "s0j\377\377\377\377.")));
  }

  @Test
  void nothingIsCalledButWhatIsOnTheList() throws IOException {
    assertPickleRefused("posix.system is not allowed", "cposix\nsystem\n(", text("id"), "tR.");
    assertPickleRefused("nt.system is not allowed", "cnt\nsystem\n.");
    assertPickleRefused("builtins.eval is not allowed", "c__builtin__\neval\n(", text("1"), "tR.");
    assertPickleRefused("builtins.getattr", 0x80, 4, text("builtins"), text("getattr"), 0x93, ".");
    assertPickleRefused("torch.load is not allowed", "ctorch\nload\n(", text("x"), "tR.");
    assertPickleRefused("torch.FloatStorage.x", "ctorch.FloatStorage\nx\n.");
    assertPickleRefused("is never written by torch.save", "(", text("id"), "ios\nsystem\n.");
    assertPickleRefused("is never written by torch.save", "(", text("id"), "o.");
    assertPickleRefused("is never written by torch.save", 0x82, 1, ".");
    assertPickleRefused("is never written by torch.save", 0x97, ".");
    assertPickleRefused("is never written by torch.save", "Pstorage\n.");
    assertPickleRefused("other than a function", text("os.system"), ")R.");
    assertPickleRefused("other than a function", "ctorch\nSize\n", text("x"), "R.");
    assertPickleRefused("protocol 6", 0x80, 6, "N.");
    assertPickleRefused("line of over", "c" + "x".repeat(5000) + "\ny\n.");
    assertPickleRefused("other than a storage", text("module"), "Q.");
    assertPickleRefused("is not allowed", "cos\rline\007\n" + "system".repeat(100) + "\n.");
  }

  @Test
  void depthIsNoMatter() throws IOException {
    assertPickleRefused("no dictionary", "N" + "(".repeat(100_000) + "0".repeat(100_000) + ".");
    byte[] tuples = join(")", join("\205".repeat(100_000)));
    assertPickleRefused("no dictionary", tuples, ".");
    assertPickleRefused("its keys: (no text)", "}", tuples, "Ns.");
    assertPickleRefused("it holds no dictionary of tensors", "}", text("state_dict"), tuples, "s.");
    String level = new String(join("}", text("model")), StandardCharsets.ISO_8859_1);
    assertPickleRefused("its keys: model", level.repeat(50_000), "N", "s".repeat(50_000), ".");
    assertPickleRefused("it holds no dictionary", "}q\0", text("state_dict"), "h\0s.");
    assertPickleRefused("it holds no dictionary", "]q\0h\0a.");
  }

  @Test
  void whatIsPromisedMustBeThere() throws IOException {
    assertPickleRefused("promises 4294967295 bytes", "X", little(4, -1), ".");
    assertPickleRefused("promises 18446744073709551615", 0x8d, little(8, -1), ".");
    assertPickleRefused("promises 9223372036854775807", 0x8e, little(8, Long.MAX_VALUE), ".");
    assertRefused(archive(join(0x8a, 255, "x")), "promises 255 bytes");
    assertPickleRefused("is never written", 0x8b, little(4, -1), ".");
    assertPickleRefused("stack is empty", ".");
    assertPickleRefused("stack is empty", "R.");
    assertPickleRefused("no mark", "t.");
    assertPickleRefused("no value", "}(Nu.");
    assertPickleRefused("other than a list", "NNa.");
    assertPickleRefused("other than a dictionary", "NNNs.");
    assertPickleRefused("number 7", "h\7.");
    assertPickleRefused("number 4294967295", "j\377\377\377\377.");
    assertPickleRefused("not a 64-bit integer", "Ifoo\n.");
    assertPickleRefused("other than a list", "ccollections\nOrderedDict\n(NtR.");
    assertPickleRefused("other than pairs", "ccollections\nOrderedDict\n(](NetR.");
    assertPickleRefused("too few arguments", "ctorch._utils\n_rebuild_tensor_v2\n)R.");
  }

  @Test
  void tooMuchIsTooMuch() throws IOException {
    assertPickleRefused("instructions", join("N0".repeat(1_000_000)));
    assertPickleRefused("instructions", join("}".repeat(4_000_000)));
    assertPickleRefused("instructions", join("N" + "\224".repeat(4_000_000)));
    assertPickleRefused("instructions", join("U\1a".repeat(1_500_000)));
    assertRefused(archive(new byte[17 << 20]), "more than 5242880");
    byte[] flood = legacy(join("X", little(4, 30 << 20), new byte[30 << 20]), list(), join());
    assertRefused(flood, "promises");
  }

  @Test
  void tensorsStayInsideTheirStorage() throws IOException {
    assertRefused(archive(oneTensor(1, tuple(2, 2), tuple(2, 1))), "outside");
    assertRefused(archive(oneTensor(0, tuple(5), tuple(1))), "outside");
    assertRefused(archive(oneTensor(0, tuple(2), tuple(4))), "outside");
    assertRefused(archive(oneTensor(5, tuple(0), tuple(1))), "outside");
    assertRefused(archive(oneTensor(-1, tuple(2), tuple(1))), "outside");
    assertRefused(archive(oneTensor(Long.MAX_VALUE, tuple(2), tuple(1))), "larger than any");
    assertRefused(archive(oneTensor(0, tuple(-2), tuple(1))), "at most 8 integers");
    assertRefused(archive(oneTensor(3, tuple(2), tuple(-1))), "at most 8 integers");
    assertRefused(archive(oneTensor(0, tuple(1L << 32), tuple(0))), "at most 8 integers");
    assertRefused(archive(oneTensor(0, tuple(1L << 63), tuple(0))), "at most 8 integers");
    assertRefused(archive(oneTensor(0, tuple(1, 1), tuple(1))), "2 sizes and 1 strides");
    assertRefused(archive(oneTensor(0, text("2"), tuple(1))), "at most 8 integers");
    assertRefused(
        archive(oneTensor(0, tuple(1, 1, 1, 1, 1, 1, 1, 1, 1), tuple(1))), "at most 8 integers");
    long big = Integer.MAX_VALUE;
    assertRefused(archive(oneTensor(0, tuple(big, big, big), tuple(0, 0, 0))), "larger than any");
    assertRefused(archive(oneTensor(0, tuple(0, big, big, big), tuple(0, 0, 0, 0))), "larger");
    assertRefused(archive(oneTensor(0, tuple(big, big), tuple(0, 0))), "far more memory");
    assertRefused(archive(oneTensor(0, tuple(1_000_000, 1_000_000), tuple(0, 0))), "far more");
    assertRefused(archive(oneTensor(0, tuple(17 << 20), tuple(0))), "far more memory");
  }

  @Test
  void manyCopiesAreTooMuchToo() throws IOException {
    byte[] copies = new byte[0];
    for (int i = 0; i < 20; i++) {
      copies =
          join(copies, text("a" + i), tensor("FloatStorage", "0", 4, 0, tuple(1 << 20), tuple(0)));
    }
    assertRefused(archive(join("}(", copies, "u.")), "far more memory");
  }

  private static byte[] oneStorage(String type, String key, long count) {
    return dictionary("a", tensor(type, key, count, 0, tuple(1), tuple(1)));
  }

  @Test
  void storagesAreWhatTheySay() throws IOException {
    assertRefused(
        archive(oneStorage("FloatStorage", "0", 5)), "expected 20 bytes in storage '0', got 16");
    assertRefused(
        archive(oneStorage("DoubleStorage", "0", 4)), "expected 32 bytes in storage '0', got 16");
    assertRefused(archive(oneStorage("FloatStorage", "0", -4)), "negative or above 2 GiB");
    assertRefused(archive(oneStorage("FloatStorage", "0", 1L << 62)), "negative or above 2 GiB");
    assertRefused(archive(oneStorage("FloatStorage", "1", 4)), "lacks a/data/1");
    assertRefused(archive(oneStorage("FloatStorage", "../data/0", 4)), "lacks");
    byte[] first = join(text("a"), tensor("FloatStorage", "0", 4, 0, tuple(4), tuple(1)));
    byte[] second = join(text("b"), tensor("IntStorage", "0", 4, 0, tuple(4), tuple(1)));
    assertRefused(archive(join("}(", first, second, "u.")), "two types");
  }

  @Test
  void legacyFilesAreWhatTheySay() throws IOException {
    byte[] storage = join(little(8, 4), new byte[16]);
    byte[] good = legacy(GOOD, list("0"), storage);
    byte[] magic = good.clone();
    magic[6]++;
    assertRefused(magic, "magic number");
    byte[] version = good.clone();
    version[18]++;
    assertRefused(version, "expected version 1001");
    byte[] order = good.clone();
    order[new String(good, StandardCharsets.ISO_8859_1).indexOf('\210')] = (byte) 0x89;
    assertRefused(order, "big-endian");
    assertRefused(legacy(GOOD, join("N."), storage), "no list of its storages");
    assertRefused(legacy(GOOD, list(), storage), "not in its list");
    assertRefused(legacy(GOOD, list("1"), storage), "unknown or named twice");
    assertRefused(legacy(GOOD, list("0", "0"), join(storage, storage)), "unknown or named twice");
    assertRefused(legacy(GOOD, join("]]a."), storage), "unknown or named twice");
    assertRefused(
        legacy(GOOD, list("0"), join(little(8, 5), new byte[20])),
        "expected 4 numbers in storage '0', got 5");
    assertRefused(legacy(GOOD, list("0"), join(little(8, -1), new byte[20])), "got -1");
    assertRefused(legacy(GOOD, list("0"), Arrays.copyOf(storage, 20)), "truncated");
    assertRefused(legacy(GOOD, list("0"), new byte[3]), "truncated");
    String[] keys = new String[100_000];
    Arrays.setAll(keys, i -> "k" + i);
    assertRefused(legacy(GOOD, list(keys), storage), "unknown or named twice");
  }

  private static byte[] storedWith(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/data.pkl", GOOD);
    files.put("a/data/0", new byte[16]);
    files.put(name, new byte[4]);
    return zip(ZipEntry.STORED, files);
  }

  /** Where a name stands for the last time: in the directory. */
  private static int header(byte[] zip, String name) {
    return new String(zip, StandardCharsets.ISO_8859_1).lastIndexOf(name) - 46;
  }

  private static byte[] changed(byte[] zip, String entry, int at, byte[] value) {
    byte[] changed = zip.clone();
    System.arraycopy(value, 0, changed, header(zip, entry) + at, value.length);
    return changed;
  }

  @Test
  void archivesAreStrict() throws IOException {
    assertRead(storedWith("a/version"));
    assertRefused(storedWith("../x"), "is out of bounds");
    assertRefused(storedWith("a/../../x"), "is out of bounds");
    assertRefused(storedWith("/etc/x"), "is out of bounds");
    assertRefused(storedWith("a\\x"), "is out of bounds");
    assertRefused(storedWith("b/data.pkl"), "two data.pkl");
    assertRefused(storedWith("a/constants.pkl"), "TorchScript");
    assertRefused(
        zip(ZipEntry.STORED, Map.of("a/data.pkl", GOOD, "a/byteorder", join("big"))), "'big'");
    assertRefused(zip(ZipEntry.STORED, Map.of("x.bin", new byte[9])), "without a data.pkl");
    byte[] twice = storedWith("a/data.pk_");
    assertRefused(changed(twice, "a/data.pk_", 46, join("a/data.pkl")), "two entries 'a/data.pkl'");

    byte[] zip = archive(GOOD);
    assertRefused(changed(zip, "a/data/0", 8, little(2, 1)), "encrypted");
    assertRefused(changed(zip, "a/data/0", 10, little(2, 12)), "method 12");
    assertRefused(changed(zip, "a/data/0", 16, little(4, 99)), "CRC");
    assertRefused(changed(zip, "a/data.pkl", 16, little(4, 99)), "CRC");
    assertRefused(changed(zip, "a/data/0", 20, little(4, 15)), "inconsistent sizes");
    assertRefused(changed(zip, "a/data/0", 20, little(8, 17L << 32 | 16)), "inconsistent sizes");
    assertRefused(changed(zip, "a/data/0", 20, little(8, -1)), "64-bit sizes");
    assertRefused(changed(zip, "a/data/0", 42, little(4, 5)), "overlaps");
    assertRefused(changed(zip, "a/data/0", 42, little(4, 0x7fffffff)), "overlaps");
    int other = header(zip, "a/data/0") < header(zip, "a/data.pkl") ? 0 : 1;
    assertRefused(
        changed(zip, other == 0 ? "a/data.pkl" : "a/data/0", 42, little(4, 0)), "overlaps");
    byte[] local = zip.clone();
    local[26]++; // the length of a name: shifts the data into the next entry
    local[28] = (byte) 0xff;
    assertRefused(local, "overlaps");

    byte[] deflated = zip(ZipEntry.DEFLATED, Map.of("a/data.pkl", GOOD, "a/data/0", new byte[16]));
    assertRefused(changed(deflated, "a/data.pkl", 24, little(4, 1000)), "differs in size");
    assertRefused(changed(deflated, "a/data.pkl", 24, little(4, 10)), "differs in size");
    assertRefused(changed(deflated, "a/data.pkl", 20, little(4, 9)), "differs in size");
    assertRefused(changed(deflated, "a/data/0", 24, little(4, -2)), "zip bomb");
    int at = new String(deflated, StandardCharsets.ISO_8859_1).indexOf("a/data.pkl") + 10;
    byte[] garbage = deflated.clone();
    Arrays.fill(garbage, at, at + 40, (byte) 0xff);
    assertRefused(garbage, "cannot be inflated");

    int end = zip.length - 22;
    for (int field : new int[] {4, 8, 10, 12, 16, 20}) {
      byte[] lie = zip.clone();
      Arrays.fill(lie, end + field, end + field + 2, (byte) 0xfe);
      if (field != 4 && field != 8) { // the numbers of disks are of no interest
        assertRefused(lie, "the zip archive is damaged");
      }
    }
    byte[] tail = Arrays.copyOfRange(zip, end, zip.length);
    byte[] locator = join("PK\6\7", little(4, 0), little(8, Long.MAX_VALUE), little(4, 1));
    assertRefused(join(Arrays.copyOf(zip, end), locator, tail), "beyond its end");
    byte[] self = join("PK\6\7", little(4, 0), little(8, 0), little(4, 1));
    assertRefused(join(Arrays.copyOf(zip, end), self, tail), "64-bit directory");
  }

  @Test
  void bombsAreNotInflated() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/data.pkl", oneStorage("FloatStorage", "0", 50 << 18));
    files.put("a/data/0", new byte[50 << 20]);
    byte[] bomb = zip(ZipEntry.DEFLATED, files);
    assertThat(bomb).hasSizeLessThan(60_000);
    assertRefused(bomb, "zip bomb");
    files.put("a/data.pkl", new byte[15 << 20]);
    files.remove("a/data/0");
    assertRefused(zip(ZipEntry.DEFLATED, files), "zip bomb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "types-legacy.pth", "views-deflated.pth"})
  void aFileCutAnywhereIsRefused(String name) throws IOException {
    byte[] bytes = resource(name);
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 64) {
      assertRefused(Arrays.copyOf(bytes, length), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"views.pth", "views-legacy.pth", "views-deflated.pth", "net.pth"})
  void aChangedByteIsReadOrRefused(String name) throws IOException {
    byte[] bytes = resource(name);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      try (WeightFile read = WeightFile.read(new MemoryChannel(changed), name, null)) {
        assertThat(read.tensors().asMap()).as("byte %d", i).isNotNull();
      } catch (FormatException e) {
        assertThat(e.getMessage()).as("byte %d", i).doesNotContain("\n");
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HostileFilesTest.class.getResourceAsStream("/weights/" + name))) {
      return in.readAllBytes();
    }
  }

  private static byte[] safetensors(String header) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return join(little(8, json.length), json);
  }

  @Test
  void headersOfSafetensorsAreBounded() throws IOException {
    assertRefused(join(little(8, 100 << 20), "{\"a\":{}}"), "104857600 bytes");
    StringBuilder objects = new StringBuilder("{\"a\":{}");
    StringBuilder tensors = new StringBuilder("{\"__metadata__\":{}");
    StringBuilder texts = new StringBuilder("{\"__metadata__\":{\"a\":\"\"");
    for (int i = 0; objects.length() < 15 << 20; i++) {
      objects.append(",\"").append(i).append("\":{}");
    }
    for (int i = 0; tensors.length() < 15 << 20; i++) {
      tensors.append(",\"").append(i);
      tensors.append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    for (int i = 0; texts.length() < 15 << 20; i++) {
      texts.append(",\"").append(i).append("\":\"\"");
    }
    assertRefused(safetensors(objects + "}"), "unknown type");
    assertRefused(safetensors(tensors + "}"), "over 20000 tensors are too many for 0 bytes");
    assertRefused(safetensors(texts + "}}"), "over 10000 texts");
    assertRefused(safetensors("{\"" + "x".repeat(15 << 20) + "\":{}}"), "JSON");
    assertRefused(
        safetensors("{\"__metadata__\":{\"x\":\"" + "x".repeat(15 << 20) + "\"}}"), "JSON");
    assertRefused(safetensors("{\"a\":" + "[".repeat(1 << 20)), "JSON");
    assertRefused(
        safetensors(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[0,2147483647,2147483647,2147483647],\"data_offsets\":[0,0]}}"),
        "larger than any file");
  }
}
