package org.resnet4j.data.shards;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.RegularFile;

/**
 * The file that says where each picture of some shards lies: a magic number, the shards one after
 * another (big-endian, arrays whole), and the CRC-32C of all that, which finds damage in a tenth of
 * the time of SHA-256.
 */
record ShardIndex(List<Shard> shards) {
  private static final long MAGIC = 0x524E344A_53480001L; // "RN4JSH", version 1
  private static final int SUM = Long.BYTES;

  /** Of a sample besides its name. */
  private static final int SAMPLE_BYTES = 20;

  /** Some 50 million pictures. */
  private static final long MOST_BYTES = 2_000_000_000;

  /**
   * Reads an index.
   *
   * @throws FormatException if it is damaged, or contradicts itself
   * @throws IOException if it cannot be read
   */
  static ShardIndex read(Path file) throws IOException {
    RegularFile.require(file, "an index of shards");
    if (Files.size(file) > MOST_BYTES) {
      throw new FormatException(
          file, "expected an index of at most " + MOST_BYTES + " bytes, got " + Files.size(file));
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      requireSum(bytes);
      return parse(bytes);
    } catch (FormatException e) {
      throw e.in(file);
    }
  }

  private static void requireSum(byte[] bytes) {
    int end = Math.max(0, bytes.length - SUM);
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    if (bytes.length < SUM || ByteBuffer.wrap(bytes).getLong(end) != sum.getValue()) {
      throw new FormatException("the index is damaged: its checksum is wrong");
    }
  }

  /**
   * Reads all but the checksum.
   *
   * @throws FormatException if it contradicts itself
   */
  static ShardIndex parse(byte[] bytes) {
    ByteArrayInputStream left = new ByteArrayInputStream(bytes, 0, Math.max(0, bytes.length - SUM));
    DataInputStream in = new DataInputStream(left);
    try {
      if (in.readLong() != MAGIC) {
        throw new FormatException("expected an index of shards of version 1, got another file");
      }
      int count = in.readInt();
      List<Shard> shards = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (int i = 0; i < count; i++) {
        Shard shard = shard(in, left);
        if (!names.add(shard.name())) {
          throw new FormatException("the shard " + shard.name() + " is listed twice");
        }
        shards.add(shard);
      }
      if (count < 0 || left.available() > 0) {
        throw new FormatException("the index states " + count + " shards and has other content");
      }
      return new ShardIndex(shards);
    } catch (IOException e) {
      throw new FormatException("the index ends within a shard, or has an invalid name", e);
    }
  }

  private static Shard shard(DataInputStream in, ByteArrayInputStream left) throws IOException {
    String name = in.readUTF();
    long bytes = in.readLong();
    long modified = in.readLong();
    String sha256 = in.readUTF();
    TreeMap<String, Integer> leftOut = new TreeMap<>();
    for (int i = count(in, left, 6); i > 0; i--) {
      leftOut.put(in.readUTF(), in.readInt());
    }
    List<String> problems = texts(in, left);
    List<String> classes = texts(in, left);
    int count = count(in, left, SAMPLE_BYTES);
    int nameBytes = count(in, left, 1);
    if ((long) count * SAMPLE_BYTES + nameBytes > left.available()) {
      throw new FormatException("the index ends within the shard " + name);
    }
    Samples samples =
        new Samples(
            longs(in, count),
            ints(in, count),
            ints(in, count),
            ints(in, count),
            in.readNBytes(nameBytes),
            classes);
    try {
      samples.requireWithin(bytes);
    } catch (FormatException e) {
      throw new FormatException("shard " + name + ": " + e.reason(), e);
    }
    return new Shard(name, bytes, modified, sha256, samples, new LeftOut(leftOut), problems);
  }

  /** A number of items that each take at least so many of the bytes that are left. */
  private static int count(DataInputStream in, ByteArrayInputStream left, int least)
      throws IOException {
    int count = in.readInt();
    if (count < 0 || (long) count * least > left.available()) {
      throw new FormatException(
          "the index states " + count + " items in " + left.available() + " bytes");
    }
    return count;
  }

  private static List<String> texts(DataInputStream in, ByteArrayInputStream left)
      throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = count(in, left, 2); i > 0; i--) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static long[] longs(DataInputStream in, int count) throws IOException {
    long[] values = new long[count];
    ByteBuffer.wrap(in.readNBytes(count * Long.BYTES)).asLongBuffer().get(values);
    return values;
  }

  private static int[] ints(DataInputStream in, int count) throws IOException {
    int[] values = new int[count];
    ByteBuffer.wrap(in.readNBytes(count * Integer.BYTES)).asIntBuffer().get(values);
    return values;
  }

  /** Writes the index, whole or not at all. */
  void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          OutputStream to = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          CRC32C sum = new CRC32C();
          write(new DataOutputStream(new CheckedOutputStream(to, sum)));
          DataOutputStream end = new DataOutputStream(to);
          end.writeLong(sum.getValue());
          end.flush();
        });
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeLong(MAGIC);
    out.writeInt(shards.size());
    for (Shard shard : shards) {
      out.writeUTF(shard.name());
      out.writeLong(shard.bytes());
      out.writeLong(shard.modified());
      out.writeUTF(shard.sha256());
      out.writeInt(shard.leftOut().counts().size());
      for (Map.Entry<String, Integer> each : shard.leftOut().counts().entrySet()) {
        out.writeUTF(each.getKey());
        out.writeInt(each.getValue());
      }
      write(out, shard.problems());
      Samples samples = shard.samples();
      write(out, samples.classes());
      out.writeInt(samples.size());
      out.writeInt(samples.names().length);
      ByteBuffer longs = ByteBuffer.allocate(samples.size() * Long.BYTES);
      longs.asLongBuffer().put(samples.offsets());
      out.write(longs.array());
      for (int[] each : List.of(samples.lengths(), samples.labels(), samples.nameEnds())) {
        ByteBuffer ints = ByteBuffer.allocate(each.length * Integer.BYTES);
        ints.asIntBuffer().put(each);
        out.write(ints.array());
      }
      out.write(samples.names());
    }
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }
}
