package org.resnet4j.data.named;

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
    shrink(from, "train", 1_200).pack(to, "train");
    shrink(from, "t10k", 200).pack(to, "t10k");
  }

  /** Two idx files, unpacked. */
  record Part(byte[] images, byte[] labels) {
    private void pack(Path to, String part) throws IOException {
      MiniFashionMaker.pack(to.resolve(part + "-images-idx3-ubyte.gz"), images);
      MiniFashionMaker.pack(to.resolve(part + "-labels-idx1-ubyte.gz"), labels);
    }
  }

  /** The first images of every class of a part. */
  static Part shrink(Path from, String part, int perClass) throws IOException {
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
    return new Part(
        idx(pixels.toByteArray(), 0x0803, kept.size(), 28, 28),
        idx(kept.toByteArray(), 0x0801, kept.size()));
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static byte[] idx(byte[] body, int... header) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + body.length);
    for (int value : header) {
      bytes.putInt(value);
    }
    return bytes.put(body).array();
  }

  /** Writes gzip with the best compression, no name and no time, so that it is always the same. */
  private static void pack(Path file, byte[] body) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(body);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 2, (byte) 0xFF});
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater);
      packed.write(body);
      packed.finish();
      deflater.end();
      ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      trailer.putInt((int) sum.getValue()).putInt(body.length);
      out.write(trailer.array());
    }
  }
}
