package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.resnet4j.weights.WeightFile;

/** Hostile files of weights. */
final class WeightAttacks {
  private static final int MEGA = 1 << 20;

  private final List<Attack> attacks = new ArrayList<>();

  private WeightAttacks() {}

  private void add(String name, Supplier<byte[]> bytes) {
    attacks.add(
        new Attack(
            name,
            bytes,
            file -> WeightFile.read(new MemoryChannel(file), "file", null).close(),
            true));
  }

  /** Headers of safetensors that lie. */
  static List<Attack> safetensors() {
    WeightAttacks all = new WeightAttacks();
    all.header("overlap", tensor("a", "U8", "4", 0, 4) + "," + tensor("b", "U8", "4", 2, 6));
    all.header("gap", tensor("a", "U8", "2", 0, 2) + "," + tensor("b", "U8", "4", 4, 8));
    all.header("out-of-range", tensor("a", "U8", "8", 8, 16));
    all.header("duplicate", tensor("a", "U8", "8", 0, 8) + "," + tensor("a", "U8", "8", 0, 8));
    all.header("negative", tensor("a", "U8", "-8", 0, 8));
    all.header("overflow", tensor("a", "F64", "2147483647,2147483647,4", 0, 8));
    all.header("terabyte", tensor("a", "F32", "262144,1048576", 0, 1L << 40));
    all.header("line-feeds-in-name", tensor("a\\n\\u0085\\u2028b", "F9", "8", 0, 8));
    all.header("megabytes-in-name", tensor("n".repeat(3 * MEGA), "F9", "8", 0, 8));
    for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100 * MEGA, 1L << 40}) {
      all.add("header-claims-" + size, () -> sized(size, new byte[64]));
    }
    all.add("header-of-100-MB", () -> sized(100 * MEGA, "[".repeat(100 * MEGA).getBytes(UTF_8)));
    all.spaced("spaces", " ", "");
    all.spaced("nested", "[", "");
    all.spaced("one-text", "x", "\":1}");
    all.add(
        "header-of-16-MB", () -> sized(16 * MEGA, ("{" + " ".repeat(16 * MEGA)).getBytes(UTF_8)));
    all.spaced("many-arrays", "[],", "0]}");
    all.spaced("many-objects", "{\"a\":{}},", "0]}");
    all.spaced("many-numbers", "1,", "0]}");
    all.filled("unknown-fields", i -> "\"" + i + "\":1", "\"a\":{", "}");
    all.filled("many-tensors", i -> tensor("" + i, "U8", "0", 0, 0), "", ",\"z\":1");
    all.filled("metadata", i -> "\"" + i + "\":\"\"", "\"__metadata__\":{", ",\"z\":1}");
    all.add(
        "many-tensors-wrong-sum",
        () -> {
          StringBuilder header = new StringBuilder("{\"__metadata__\":{\"sha256\":\"0\"}");
          for (int i = 0; i < 19_900; i++) {
            header.append(',').append(tensor("" + i, "U8", "1", i, i + 1));
          }
          byte[] text = header.append('}').toString().getBytes(UTF_8);
          return join(sized(text.length, text), new byte[19_900]);
        });
    return all.attacks;
  }

  private void header(String name, String fields) {
    byte[] json = ("{" + fields + "}").getBytes(UTF_8);
    add(name, () -> join(sized(json.length, json), new byte[8]));
  }

  /** A header as long as one may be, of something repeated. */
  private void spaced(String name, String repeated, String end) {
    String start = end.isEmpty() ? "" : end.startsWith("\"") ? "{\"" : "{\"a\":[";
    add(
        name,
        () -> {
          int times = (16 * MEGA - start.length() - end.length()) / repeated.length();
          byte[] json = (start + repeated.repeat(times) + end).getBytes(UTF_8);
          return sized(json.length, json);
        });
  }

  private void filled(
      String name, java.util.function.IntFunction<String> field, String start, String end) {
    add(
        name,
        () -> {
          StringBuilder json = new StringBuilder().append('{').append(start);
          json.append(field.apply(0));
          for (int i = 1; json.length() < 16 * MEGA - 200; i++) {
            json.append(',').append(field.apply(i));
          }
          byte[] text = json.append(end).append('}').toString().getBytes(UTF_8);
          return sized(text.length, text);
        });
  }

  private static String tensor(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  private static byte[] sized(long size, byte[] header) {
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(size)
        .put(header)
        .array();
  }

  /** Pickles that are programs, alone behind the magic number and in archives. */
  static List<Attack> pickles() {
    WeightAttacks all = new WeightAttacks();
    all.pickle("os.system", "cos\nsystem\n(U\2idtR.");
    all.pickle("posix.system", "cposix\nsystem\n(U\2idtR.");
    all.pickle(
        "builtins.eval", "\u0080\4\u008c\10builtins\u008c\4eval\u0093\u008c\1" + "1\u0085R.");
    all.pickle("__builtin__.exec", "c__builtin__\nexec\n(U\2idtR.");
    all.pickle("instance", "(U\2idios\nsystem\n.");
    all.pickle("subprocess", "csubprocess\nPopen\n(U\2idtR.");
    all.pickle("torch.load", "ctorch\nload\n(U\2idtR.");
    all.pickle("newobj-of-os", "cos\nsystem\n)\u0081.");
    all.pickle("extension", "\u0082\1.");
    all.pickle("line-feeds-in-name", "\u008c\3a\nb\u008c\3c\u009bd\u0093.");
    all.pickle("terabyte-of-bytes", "\u008e\0\0\0\0\0\1\0\0.");
    all.pickle("terabyte-of-text", "\u008d\0\0\0\0\0\1\0\0.");
    all.pickle("negative-bytes", "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.");
    all.pickle("endless-line", () -> "c" + "a".repeat(15 * MEGA));
    all.pickle(
        "terabyte-storage", "(U\7storagectorch\nFloatStorage\nU\1" + "0U\3cpuL1099511627776L\ntQ.");
    all.pickle("nested-lists", () -> "]".repeat(100_000) + "a".repeat(99_999) + ".");
    all.pickle("nested-tuples", () -> ")" + "\u0085".repeat(100_000) + ".");
    all.pickle(
        "nested-dictionaries", () -> "}U\1a".repeat(100_000) + "Ns" + "s".repeat(99_999) + ".");
    all.pickle("nested-keys", () -> ")" + "\u0085".repeat(100_000) + "q\0}h\0Ns.");
    all.pickle("list-in-itself", "]q\0h\0a.");
    all.pickle("dictionary-in-itself", "}q\0U\nstate_dicth\0s.");
    all.pickle("search-without-end", WeightAttacks::searchWithoutEnd);
    all.pickle("copies-of-a-list", () -> copies(190_000, 100_000));
    all.pickle("short-copies-of-a-list", () -> copies(1_000, 150_000));
    all.pickle("copies-of-a-dictionary-to-itself", WeightAttacks::items);
    all.pickle("endless-stack", () -> "N".repeat(15 * MEGA));
    all.pickle("endless-lists", () -> "]".repeat(15 * MEGA));
    all.pickle("endless-dictionaries", () -> "}".repeat(15 * MEGA));
    all.pickle("endless-marks", () -> "(".repeat(15 * MEGA));
    all.pickle("endless-memo", () -> "N" + "\u0094".repeat(15 * MEGA));
    all.pickle("endless-nothing", () -> "N0".repeat(7 * MEGA));
    all.pickle("endless-numbers", () -> ("\u008a\u00ff" + "\1".repeat(255)).repeat(60_000));
    all.pickle("endless-short-texts", () -> "U\1a".repeat(5 * MEGA));
    all.pickle("fifteen-megabytes-of-text", () -> "X\0\0\u00f0\0" + "a".repeat(15 * MEGA) + ".");
    all.pickle(
        "fifteen-megabytes-of-no-text", () -> "X\0\0\u00f0\0" + "\u00c3".repeat(15 * MEGA) + ".");
    all.pickle("pops-nothing", "0.");
    all.pickle("no-mark", "t.");
    all.pickle("protocol-200", "\u0080\u00c8N.");
    all.pickle("no-end", "");
    return all.attacks;
  }

  /** A dictionary under all the names that weights may lie under in itself. */
  private static String searchWithoutEnd() {
    StringBuilder pickle = new StringBuilder("}q\0(");
    pickle.append("U\1aN".repeat(250_000));
    for (String name :
        List.of("state_dict", "model_state_dict", "model", "net", "weights", "ema", "model_ema")) {
      pickle.append('U').append((char) name.length()).append(name).append("h\0");
    }
    return pickle.append("u.").toString();
  }

  /** A list of pairs, and dictionaries made of it. */
  private static String copies(int pairs, int times) {
    return "ccollections\nOrderedDict\nq\0NN\u0086q\1]("
        + "h\1".repeat(pairs)
        + "eq\2\u0085q\3"
        + "h\0h\3R".repeat(times)
        + ".";
  }

  private static String items() {
    return "}q\0" + "(h\0h\0h\0h\0u".repeat(120_000) + ".";
  }

  private void pickle(String name, String text) {
    pickle(name, () -> text);
  }

  private void pickle(String name, Supplier<String> text) {
    add("zip/" + name, () -> zip(stored("a/data.pkl", latin(text.get()))));
    add(
        "legacy/" + name,
        () ->
            join(
                latin(
                    "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\2M\u00e9\3."
                        + "\u0080\2}U\rlittle_endian\u0088s."),
                latin(text.get())));
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Archives that lie. */
  static List<Attack> zips() {
    WeightAttacks all = new WeightAttacks();
    byte[] pickle = latin("}.");
    all.zip("parent-folder", stored("a/data.pkl", pickle), stored("a/../../x", pickle));
    all.zip("absolute", stored("a/data.pkl", pickle), stored("/etc/x", pickle));
    all.zip("backslash", stored("a/data.pkl", pickle), stored("a\\..\\x", pickle));
    all.zip("no-pickle", stored("a/b", pickle));
    all.zip("two-pickles", stored("a/data.pkl", pickle), stored("b/data.pkl", pickle));
    all.zip("torchscript", stored("a/data.pkl", pickle), stored("a/constants.pkl", pickle));
    all.zip("big-endian", stored("a/data.pkl", pickle), stored("a/byteorder", latin("big")));
    all.add("bomb-1000-to-1", () -> zip(deflated("a/data.pkl", new byte[15 * MEGA])));
    all.add("bomb-of-100-MB", () -> zip(deflated("a/data.pkl", new byte[100 * MEGA])));
    all.add(
        "nested-bomb", () -> zip(stored("a/data.pkl", zip(deflated("b", new byte[50 * MEGA])))));
    all.add("many-bombs-last-damaged", WeightAttacks::bombs);
    all.add("repeated-numbers", WeightAttacks::repeatedNumbers);
    all.add("many-tensors-last-missing", WeightAttacks::manyTensors);
    all.add("overlap", () -> patched(42, 0));
    all.add("size-of-a-terabyte", () -> patched(24, 0xFFFFFFFE));
    all.add("packed-size", () -> patched(20, 0x7FFFFFFF));
    all.add("behind-the-end", () -> patched(42, 0x7FFFFFFF));
    all.add("encrypted", () -> patched(8, 1));
    all.add("method-99", () -> patched(10, 99));
    all.add("wrong-sum", () -> patched(16, 0x12345678));
    all.add("many-entries", () -> names(65_000, "x"));
    all.add("slashes", () -> names(200, "/".repeat(65_000)));
    all.add("no-directory", () -> latin("PK\3\4" + "\0".repeat(MEGA)));
    all.add("ends-without-end", () -> latin("PK\3\4" + "PK\5\6".repeat(20_000)));
    all.add(
        "64-bit-directory-of-a-terabyte",
        () -> {
          ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
          file.putInt(0x04034b50).position(50);
          file.putInt(0x06064b50).position(82);
          file.putLong(1L << 40).putLong(1L << 40).putLong(0);
          file.position(178 - 20);
          file.putInt(0x07064b50).putInt(0).putLong(50).putInt(1);
          return file.putInt(0x06054b50).array();
        });
    return all.attacks;
  }

  /** Names and shapes of tensors, which belong to no network or to a monstrous one. */
  static List<Attack> names() {
    List<Attack> all = new ArrayList<>();
    for (int count : new int[] {1_000, 10_000}) {
      for (int more = 0; more < 6; more++) {
        int tensors = count + more;
        Supplier<byte[]> lines =
            () -> {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < tensors; i++) {
                text.append("layer1.").append(i).append(".conv1.weight 16 16 3 3\n");
              }
              return text.toString().getBytes(UTF_8);
            };
        all.add(new Attack(tensors + "-convolutions", lines, Target.NAMES::parse, true));
      }
    }
    return all;
  }

  private void zip(String name, Entry... entries) {
    add(name, () -> zip(entries));
  }

  /** Sixty storages of a megabyte of zeros in a kilobyte each, of which the last is damaged. */
  private static byte[] bombs() {
    StringBuilder pickle = new StringBuilder("}");
    List<Entry> entries = new ArrayList<>();
    for (int key = 100; key < 160; key++) {
      String tensor = tensor("" + key, MEGA, "K\0", "J\0\0\20\0\u0085", "K\1\u0085");
      pickle.append("U\3").append(key).append(tensor).append('s');
      entries.add(deflated("a/data/" + key, new byte[MEGA]));
    }
    entries.add(stored("a/data.pkl", latin(pickle + ".")));
    byte[] file = zip(entries.toArray(new Entry[0]));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int last = bytes.getInt(file.length - 6) + 59 * (46 + "a/data/100".length());
    bytes.putInt(last + 16, 0x12345678);
    return file;
  }

  /** A megabyte that one tensor repeats, in steps of 0, as often as is allowed; then an error. */
  private static byte[] repeatedNumbers() {
    String many = tensor("0", 1, "K\0", "J\0\0\0\4\u0085", "K\0\u0085");
    String more = tensor("0", 1, "K\0", "J\0\0\u00f0\3\u0085", "K\0\u0085");
    return zip(
        stored("a/data.pkl", latin("}U\1a" + more + "sU\1b" + many + "s.")),
        stored("a/data/0", new byte[1]));
  }

  private static byte[] manyTensors() {
    StringBuilder pickle = new StringBuilder("}");
    pickle.append("ctorch._utils\n_rebuild_tensor_v2\nq\2" + "0");
    pickle.append("(U\7storagectorch\nByteStorage\nU\1" + "0U\3cpuK\1tQq\3" + "0");
    for (int i = 0; i < 49_000; i++) {
      String name = "" + i;
      pickle.append('U').append((char) name.length()).append(name);
      pickle.append("h\2(h\3K\0))tRs");
    }
    String last = tensor("1", 1, "K\0", ")", ")");
    pickle.append("U\1x").append(last).append("s.");
    return zip(stored("a/data.pkl", latin(pickle.toString())), stored("a/data/0", new byte[1]));
  }

  private static String tensor(String key, int count, String offset, String size, String stride) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(count).array();
    return "ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\nByteStorage\nU"
        + (char) key.length()
        + key
        + "U\3cpuJ"
        + new String(bytes, ISO_8859_1)
        + "tQ"
        + offset
        + size
        + stride
        + "tR";
  }

  /** An archive of two entries with a number in the first line of its directory changed. */
  private static byte[] patched(int at, int value) {
    byte[] file = zip(stored("a/data.pkl", latin("}.")), stored("a/data/0", new byte[100]));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(file.length - 6);
    if (at == 8 || at == 10) {
      bytes.putShort(directory + at, (short) value);
    } else if (at == 42) {
      int second = directory + 46 + "a/data.pkl".length();
      bytes.putInt((value == 0 ? second : directory) + at, value);
    } else {
      bytes.putInt(directory + at, value);
    }
    return file;
  }

  private static byte[] names(int count, String name) {
    Entry[] entries = new Entry[count];
    for (int i = 0; i < count; i++) {
      entries[i] = stored(name + i, new byte[0]);
    }
    return zip(entries);
  }

  private record Entry(String name, int method, byte[] content) {}

  private static Entry stored(String name, byte[] content) {
    return new Entry(name, ZipEntry.STORED, content);
  }

  private static Entry deflated(String name, byte[] content) {
    return new Entry(name, ZipEntry.DEFLATED, content);
  }

  private static byte[] zip(Entry... entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry each : entries) {
        ZipEntry entry = new ZipEntry(each.name);
        CRC32 sum = new CRC32();
        sum.update(each.content);
        entry.setMethod(each.method);
        entry.setSize(each.content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
