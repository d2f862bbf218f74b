package org.resnet4j.data;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;

/**
 * Makes the embedded {@code fashion-mnist-mini} from the four files of Fashion-MNIST: the first
 * 1,200 images of every class of the training set and the first 200 of the test set, in file order.
 *
 * <p>Arguments: the folder with the four files, the folder to write to.
 */
final class MiniFashionMaker {
  private MiniFashionMaker() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Files.createDirectories(Path.of(args[1]));
    shrink(from, to, "train", 1_200);
    shrink(from, to, "t10k", 200);
  }

  static void shrink(Path from, Path to, String part, int perClass) throws IOException {
    String imageFile = part + "-images-idx3-ubyte.gz";
    String labelFile = part + "-labels-idx1-ubyte.gz";
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (DataInputStream images = open(from.resolve(imageFile));
        DataInputStream labels = open(from.resolve(labelFile))) {
      images.skipNBytes(16);
      labels.readInt();
      int count = labels.readInt();
      int[] taken = new int[10];
      for (int i = 0; i < count; i++) {
        byte[] image = images.readNBytes(28 * 28);
        int label = labels.readUnsignedByte();
        if (taken[label]++ < perClass) {
          pixels.write(image);
          kept.write(label);
        }
      }
    }
    pack(to.resolve(imageFile), header(0x0803, kept.size(), 28, 28), pixels.toByteArray());
    pack(to.resolve(labelFile), header(0x0801, kept.size()), kept.toByteArray());
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static byte[] header(int... values) {
    ByteBuffer header = ByteBuffer.allocate(4 * values.length);
    header.asIntBuffer().put(values);
    return header.array();
  }

  /** Writes gzip with the best compression, no name and no time, so that it is always the same. */
  private static void pack(Path file, byte[] header, byte[] body) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(header);
    sum.update(body);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 2, (byte) 0xFF});
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater);
      packed.write(header);
      packed.write(body);
      packed.finish();
      deflater.end();
      ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      trailer.putInt((int) sum.getValue()).putInt(header.length + body.length);
      out.write(trailer.array());
    }
  }
}
