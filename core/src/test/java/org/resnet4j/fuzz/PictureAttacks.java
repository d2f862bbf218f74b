package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.image.jpeg.Samples;

/** Hostile pictures. */
final class PictureAttacks {
  private static final int MEGA = 1 << 20;
  private static final int MOST = 65_535;

  /** As large as pictures in small files may be: one may break at its end, and has then cost it. */
  private static final int SIDE = 4_000;

  private static final Limits LIMITS = Limits.DEFAULT;

  private final Attack.Reader reader;
  private final List<Attack> attacks = new ArrayList<>();

  private PictureAttacks(Attack.Reader reader) {
    this.reader = reader;
  }

  private static PictureAttacks any() {
    return new PictureAttacks(file -> Decoder.decode(file, LIMITS));
  }

  private void refused(String name, Supplier<byte[]> bytes) {
    attacks.add(new Attack(name, bytes, reader, true));
  }

  private void harmless(String name, Supplier<byte[]> bytes) {
    attacks.add(new Attack(name, bytes, reader, false));
  }

  /** JPEG. */
  static List<Attack> jpeg() {
    PictureAttacks all = new PictureAttacks(file -> Samples.decode(file, LIMITS));
    byte[] dht = segment(0xC4, "\0\1" + "\0".repeat(15) + "\0\20\1" + "\0".repeat(15) + "\0");
    byte[] dqt = segment(0xDB, "\0" + "\1".repeat(64));
    byte[] sos = segment(0xDA, "\1\1\0\0?\0");
    byte[] soi = {(byte) 0xFF, (byte) 0xD8};
    for (int sof : new int[] {0xC0, 0xC2}) {
      String kind = sof == 0xC0 ? "" : "progressive-";
      all.refused(kind + "65535-squared", () -> join(soi, dqt, frame(sof, MOST, MOST), dht, sos));
      all.refused(
          kind + "16-megapixels-of-nothing",
          () -> join(soi, dqt, frame(sof, SIDE, SIDE), dht, sos));
      all.refused(kind + "65535-wide", () -> join(soi, dqt, frame(sof, MOST, 60), dht, sos));
      all.refused(kind + "65535-high", () -> join(soi, dqt, frame(sof, 60, MOST), dht, sos));
    }
    byte[] dc = segment(0xDA, "\1\1\0\0\0\0");
    all.refused(
        "10000-scans",
        () -> join(soi, dqt, frame(0xC2, 64, 64), dht, repeated(join(dc, new byte[8]), 10_000)));
    all.refused(
        "10000-scans-large",
        () -> {
          byte[] first = join(dc, new byte[SIDE / 8 * SIDE / 64 + 10]);
          byte[] more = join(segment(0xDA, "\1\1\0\1?\20"), new byte[8]);
          return join(soi, dqt, frame(0xC2, SIDE, SIDE), dht, first, repeated(more, 10_000));
        });
    all.refused(
        "100-scans-of-skipped-blocks",
        () -> {
          byte[] skip = segment(0xC4, "\20\1" + "\0".repeat(15) + "\u00e0"); // 16,384 blocks
          byte[] first = join(dc, new byte[SIDE / 8 * SIDE / 64 + 10]);
          ByteArrayOutputStream scans = new ByteArrayOutputStream();
          for (int k = 1; k < 64; k++) {
            byte[] scan = segment(0xDA, "\1\1\0" + (char) k + (char) k + "\0");
            scans.writeBytes(join(scan, new byte[40]));
          }
          return join(soi, dqt, frame(0xC2, SIDE, SIDE), dht, skip, first, scans.toByteArray(), dc);
        });
    all.refused("60-MB-of-fill", () -> join(soi, filled(60 * MEGA, 0xFF)));
    all.refused("60-MB-of-zeros", () -> join(soi, new byte[60 * MEGA]));
    all.refused(
        "60-MB-of-comments",
        () -> join(soi, repeated(segment(0xFE, "x".repeat(65_000)), 900), new byte[3]));
    all.refused("million-segments", () -> join(soi, repeated(segment(0xFE, ""), 4 * MEGA)));
    all.refused("million-tables", () -> join(soi, repeated(dht, MEGA)));
    all.refused("million-quantizations", () -> join(soi, repeated(dqt, MEGA / 2)));
    all.refused(
        "million-restarts",
        () ->
            join(
                soi,
                dqt,
                frame(0xC0, SIDE, SIDE),
                dht,
                segment(0xDD, "\0\1"),
                sos,
                repeated(new byte[] {0, (byte) 0xFF, (byte) 0xD0}, MEGA)));
    all.refused("two-frames", () -> join(soi, frame(0xC0, 8, 8), frame(0xC0, 8, 8)));
    all.refused("lossless", () -> join(soi, frame(0xC3, 8, 8), dht, sos));
    all.refused("arithmetic", () -> join(soi, frame(0xC9, 8, 8), dht, sos));
    all.refused("height-later", () -> join(soi, dqt, frame(0xC0, 8, 0), dht, sos));
    all.refused("segment-of-0", () -> join(soi, new byte[] {-1, (byte) 0xE0, 0, 0}));
    all.refused("segment-beyond", () -> join(soi, new byte[] {-1, (byte) 0xE0, -1, -1}));
    all.refused("too-many-codes", () -> join(soi, segment(0xC4, "\0" + "\u00ff".repeat(300))));
    return all.attacks;
  }

  private static byte[] frame(int marker, int width, int height) {
    byte[] size = {(byte) (height >> 8), (byte) height, (byte) (width >> 8), (byte) width};
    return segment(marker, "\10" + new String(size, ISO_8859_1) + "\1\1\21\0");
  }

  private static byte[] segment(int marker, String content) {
    return ByteBuffer.allocate(4 + content.length())
        .put((byte) 0xFF)
        .put((byte) marker)
        .putShort((short) (2 + content.length()))
        .put(content.getBytes(ISO_8859_1))
        .array();
  }

  /** PNG. */
  static List<Attack> png() {
    PictureAttacks all = any();
    byte[] one = chunk("IDAT", deflated(2));
    byte[] bomb = deflated(60_000_000);
    all.refused("65535-squared", () -> png(MOST, MOST, one));
    all.refused("2-billion-wide", () -> png(Integer.MAX_VALUE, 1, one));
    all.refused("negative", () -> png(-1, -1, one));
    all.refused("no-width", () -> png(0, 1, one));
    all.refused("16-megapixels-of-nothing", () -> png(SIDE, SIDE, chunk("IDAT", new byte[900])));
    all.refused("pixels-of-noise", () -> png(SIDE, SIDE, chunk("IDAT", filled(200_000, 0x55))));
    all.harmless("bomb-of-pixels", () -> png(1, 1, chunk("IDAT", bomb)));
    for (String name : List.of("zTXt", "iTXt", "iCCP")) {
      byte[] text = join("k\0\0".getBytes(ISO_8859_1), bomb);
      all.harmless("bomb-of-" + name, () -> png(1, 1, chunk(name, text), one));
    }
    all.refused("chunk-of-2-GB", () -> png(1, 1, new byte[] {-1, -1, -1, -1, 'I', 'D', 'A', 'T'}));
    all.harmless(
        "million-chunks", () -> png(1, 1, repeated(chunk("tEXt", new byte[0]), MEGA), one));
    all.refused(
        "million-empty-pixels", () -> png(1, 1, repeated(chunk("IDAT", new byte[0]), MEGA)));
    all.refused("60-MB-of-zeros", () -> png(1, 1, new byte[60 * MEGA]));
    all.refused("60-MB-chunk-without-pixels", () -> png(1, 1, chunk("tEXt", new byte[60 * MEGA])));
    all.refused(
        "control-characters-in-name", () -> png(1, 1, chunk("\n\r\u001b\u0085", new byte[1])));
    PictureAttacks framed =
        new PictureAttacks(file -> Decoder.decode(file, ResizeCrop.IMAGENET, LIMITS));
    framed.harmless(
        "50-megapixels-framed", () -> png(7_000, 7_000, chunk("IDAT", deflated(7_000 * 7_001))));
    framed.refused(
        "50-megapixels-framed-less-a-row",
        () -> png(7_000, 7_000, chunk("IDAT", deflated(6_999 * 7_001))));
    all.refused(
        "50-megapixels-less-a-row",
        () -> png(7_000, 7_000, chunk("IDAT", deflated(6_999 * 7_001))));
    all.attacks.addAll(framed.attacks);
    all.refused("no-header", () -> join(PNG, one));
    all.refused("cut", () -> Arrays.copyOf(png(1, 1, one), 50));
    return all.attacks;
  }

  private static final byte[] PNG = "\u0089PNG\r\n\u001A\n".getBytes(ISO_8859_1);

  private static byte[] png(int width, int height, byte[]... chunks) {
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    return Checksums.png(
        join(PNG, chunk("IHDR", header), join(chunks), chunk("IEND", new byte[0])));
  }

  private static byte[] chunk(String name, byte[] content) {
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name.getBytes(ISO_8859_1))
        .put(content)
        .array();
  }

  private static byte[] deflated(int zeros) {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    byte[] packed = new byte[zeros / 500 + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  /** GIF. */
  static List<Attack> gif() {
    PictureAttacks all = any();
    byte[] codes = {2, 0b01_001_100, 1, 0};
    all.refused("65535-squared", () -> gif(MOST, MOST, 1, codes));
    all.refused("16-megapixels-of-nothing", () -> gif(SIDE, SIDE, 1, codes));
    all.harmless("10000-frames", () -> gif(1, 1, 10_000, codes));
    all.refused("no-frame", () -> gif(9, 9, 0, codes));
    byte[] clears = repeated(new byte[] {0x24, 0x49, (byte) 0x92}, 85); // codes of three bits
    all.refused(
        "clears-without-end",
        () -> gif(SIDE, SIDE, 1, repeated(join(new byte[] {-1}, clears), 200_000)));
    all.refused("stray-bytes", () -> join(gif(9, 9, 0, codes), new byte[60 * MEGA]));
    all.refused(
        "million-extensions",
        () -> {
          byte[] none = gif(9, 9, 0, codes);
          byte[] extension = {'!', 1, 0};
          return join(Arrays.copyOf(none, none.length - 1), repeated(extension, 10 * MEGA));
        });
    return all.attacks;
  }

  private static byte[] gif(int width, int height, int frames, byte[] codes) {
    ByteBuffer gif = ByteBuffer.allocate(14 + frames * (11 + codes.length));
    gif.order(ByteOrder.LITTLE_ENDIAN).put("GIF89a".getBytes(ISO_8859_1));
    gif.putShort((short) width).putShort((short) height).put(new byte[3]);
    for (int i = 0; i < frames; i++) {
      gif.put((byte) ',').putInt(0).putShort((short) width).putShort((short) height).put((byte) 0);
      gif.put((byte) 2).put(codes, 0, codes.length);
    }
    return gif.put((byte) ';').array();
  }

  /** Bitmaps. */
  static List<Attack> bmp() {
    PictureAttacks all = any();
    all.refused("65535-squared", () -> bmp(MOST, MOST, 24, 0, 0, 100));
    all.refused("negative", () -> bmp(-1, Integer.MIN_VALUE, 24, 0, 0, 100));
    all.refused("16-megapixels-of-nothing", () -> bmp(SIDE, SIDE, 24, 0, 0, 100));
    all.refused("16-megapixels-of-1-bit", () -> bmp(SIDE, SIDE, 1, 0, 0, 200));
    all.refused("2-billion-colours", () -> bmp(1, 1, 8, 0, Integer.MAX_VALUE, 2000));
    all.refused("negative-colours", () -> bmp(1, 1, 8, 0, -1, 2000));
    all.refused("runs-of-nothing", () -> bmp(SIDE, SIDE, 8, 1, 0, 1024 + 32_000));
    all.harmless(
        "moves",
        () -> {
          byte[] file = bmp(SIDE, SIDE, 8, 1, 0, 1024 + 32_000);
          for (int i = 54 + 1024; i < file.length; i += 4) {
            file[i + 1] = 2;
            file[i + 2] = -1;
            file[i + 3] = i > file.length - 8 ? 0 : (byte) 1;
          }
          return file;
        });
    all.refused("compressed-as-jpeg", () -> bmp(1, 1, 24, 4, 0, 100));
    all.refused("compressed-as-png", () -> bmp(1, 1, 24, 5, 0, 100));
    all.refused(
        "header-of-2-GB",
        () -> ByteBuffer.wrap(bmp(1, 1, 24, 0, 0, 100)).putInt(14, 0xFFFFFF7F).array());
    all.refused(
        "pixels-behind-the-end",
        () -> ByteBuffer.wrap(bmp(1, 1, 24, 0, 0, 100)).putInt(10, 0xFFFFFF7F).array());
    return all.attacks;
  }

  private static byte[] bmp(
      int width, int height, int depth, int compression, int colours, int bytes) {
    ByteBuffer bmp = ByteBuffer.allocate(54 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putLong(0).putInt(depth == 8 ? 54 + 1024 : 54);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) depth);
    return bmp.putInt(compression).putInt(0).putLong(0).putInt(colours).array();
  }

  /** WebP. */
  static List<Attack> webp() {
    PictureAttacks all = any();
    all.refused(
        "canvas-16-million-squared", () -> webp(canvas(0xFFFFFF, 0xFFFFFF), lossless(1, 1)));
    all.refused("lossless-16384-squared", () -> webp(lossless(16_384, 16_384)));
    all.refused("lossy-16383-squared", () -> webp(lossy(16_383, 16_383)));
    all.refused("lossless-16-megapixels-of-nothing", () -> webp(lossless(SIDE, SIDE)));
    all.refused("lossy-16-megapixels-of-nothing", () -> webp(lossy(SIDE, SIDE)));
    all.refused("outside-of-canvas", () -> webp(canvas(1, 1), lossless(9, 9)));
    all.refused("no-picture", () -> webp(canvas(1, 1)));
    all.refused("million-parts", () -> webp(repeated(part("ABCD", new byte[0]), 7 * MEGA)));
    all.refused("60-MB-of-nothing", () -> webp(part("EXIF", new byte[60 * MEGA])));
    all.refused("part-of-4-GB", () -> webp(new byte[] {'V', 'P', '8', ' ', -1, -1, -1, -1}));
    byte[] frame = join(new byte[16], part("ABCD", new byte[0]));
    all.refused("10000-frames", () -> webp(repeated(part("ANMF", frame), 10_000)));
    return all.attacks;
  }

  private static byte[] canvas(int width, int height) {
    ByteBuffer canvas = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
    canvas.putInt(2).putInt(width).position(7);
    return part("VP8X", Arrays.copyOf(canvas.putInt(height).array(), 10));
  }

  private static byte[] lossless(int width, int height) {
    ByteBuffer pixels = ByteBuffer.allocate(3000).order(ByteOrder.LITTLE_ENDIAN);
    return part("VP8L", pixels.put((byte) 0x2F).putInt(width - 1 | height - 1 << 14).array());
  }

  private static byte[] lossy(int width, int height) {
    ByteBuffer pixels = ByteBuffer.allocate(3000).order(ByteOrder.LITTLE_ENDIAN);
    pixels.put((byte) 0x10).putShort((short) 0).put(new byte[] {(byte) 0x9D, 1, 0x2A});
    return part("VP8 ", pixels.putShort((short) width).putShort((short) height).array());
  }

  private static byte[] webp(byte[]... parts) {
    byte[] content = join("WEBP".getBytes(ISO_8859_1), join(parts));
    return part("RIFF", content);
  }

  private static byte[] part(String name, byte[] content) {
    return ByteBuffer.allocate(8 + content.length + content.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.getBytes(ISO_8859_1))
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] repeated(byte[] bytes, int times) {
    byte[] all = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  private static byte[] join(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
