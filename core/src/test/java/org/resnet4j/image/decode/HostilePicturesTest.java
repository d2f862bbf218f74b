package org.resnet4j.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

/** Files that lie: each is decoded or refused, and nothing else ever happens. */
class HostilePicturesTest {
  private static final Limits SMALL = new Limits(1 << 20, 1 << 20, 8 << 20);

  /**
   * Whether it is decoded; refused means by a check of ours, not by an exception that was caught.
   */
  private static boolean decoded(byte[] file) {
    try {
      Image image = Decoder.decode(file, SMALL);
      assertThat(image.channels()).isEqualTo(3);
      return true;
    } catch (ImageException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      boolean surprise = e.getCause() instanceof RuntimeException || e.getCause() instanceof Error;
      assertThat(surprise).as("%s", e.getCause()).isFalse();
      return false;
    }
  }

  private static byte[] png(int width, int height, byte[]... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1));
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    out.writeBytes(chunk("IHDR", header));
    Arrays.stream(chunks).forEach(out::writeBytes);
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] chunk(String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(name.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) sum.getValue()).array();
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

  /** Puts right checksums after damage, so that it reaches what lies behind them. */
  private static byte[] withChecksums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    for (int at = 8; at + 12 <= png.length; ) {
      int length = bytes.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(png, at + 4, 4 + length);
      bytes.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
    return png;
  }

  @ParameterizedTest
  @MethodSource("org.resnet4j.image.decode.Pictures#list")
  void refusesWhatIsCutShort(Pictures.Entry entry) {
    byte[] file = entry.bytes();
    int step = Math.max(1, file.length / 1_000);
    // What follows the pixels of the other kinds may be missing: filling, other frames, an end
    // mark.
    int needed = entry.name().endsWith(".png") ? lastPixels(file) : file.length / 3;
    for (int length = 0; length < file.length; length += step) {
      assertThat(decoded(Arrays.copyOf(file, length)) && length < needed)
          .as("%d bytes", length)
          .isFalse();
    }
  }

  /** Where the last chunk of pixels begins: there may be nothing but a checksum in it. */
  private static int lastPixels(byte[] png) {
    return new String(png, StandardCharsets.ISO_8859_1).lastIndexOf("IDAT") - 4;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "webp"})
  void survivesDamage(String kind) {
    List<byte[]> files =
        Pictures.list().stream()
            .filter(entry -> entry.name().endsWith(kind))
            .map(Pictures.Entry::bytes)
            .toList();
    Random random = new Random(20151210);
    int decoded = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] file = files.get(random.nextInt(files.size())).clone();
      int reach = random.nextBoolean() ? Math.min(64, file.length) : file.length;
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        file[random.nextInt(reach)] = (byte) random.nextInt();
      }
      decoded += decoded(kind.equals("png") ? withChecksums(file) : file) ? 1 : 0;
    }
    // Damage to pixels must get through, or else only the checks before were tried.
    assertThat(decoded).isBetween(200, 4_800);
  }

  @Test
  void refusesWrongChecksums() {
    byte[] file = png(4, 4, chunk("IDAT", deflated(20)));
    assertThat(decoded(file)).isTrue();
    for (int at = 8; at < file.length; at++) {
      byte[] wrong = file.clone();
      wrong[at] ^= 1;
      assertThat(decoded(wrong)).as("byte %d", at).isFalse();
    }
  }

  @Test
  void takesNoMemoryForPixelsThatCannotBeThere() {
    assertThatThrownBy(
            () ->
                Decoder.decode(png(4_000, 4_000, chunk("IDAT", new byte[10_000])), Limits.DEFAULT))
        .hasMessage("4000 x 4000 pixels cannot be packed in 10,000 bytes");
  }

  @Test
  void unpacksNoMoreThanThePicture() {
    assertThat(decoded(png(4, 4, chunk("IDAT", deflated(50_000_000))))).isTrue();
    byte[] bomb = deflated(50_000_000);
    byte[] text = new byte[3 + bomb.length];
    System.arraycopy(bomb, 0, text, 3, bomb.length);
    byte[] pixels = chunk("IDAT", deflated(20));
    for (String name : List.of("zTXt", "iTXt", "iCCP")) {
      assertThat(decoded(png(4, 4, chunk(name, text), pixels))).isTrue();
    }
  }

  private static byte[] gif(int width, int height, int frames, byte[] codes) {
    ByteBuffer gif = ByteBuffer.allocate(20 + frames * (12 + codes.length));
    gif.order(ByteOrder.LITTLE_ENDIAN).put("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
    gif.putShort((short) width).putShort((short) height).put(new byte[3]);
    for (int i = 0; i < frames; i++) {
      gif.put((byte) ',').putInt(0).putShort((short) width).putShort((short) height).put((byte) 0);
      gif.put((byte) 2).put(codes);
    }
    return gif.put((byte) ';').array();
  }

  @Test
  void readsOneOfTenThousandFrames() {
    // Codes of three bits: clear, 1, end.
    assertThat(decoded(gif(1, 1, 10_000, new byte[] {2, 0b01_001_100, 1, 0}))).isTrue();
  }

  @Test
  void refusesGifCodesThatLoopOrAreNotDefined() {
    // Clear, then 7, which nothing defines; clear for ever; no code at all.
    assertThat(decoded(gif(2, 2, 1, new byte[] {2, 0b00_111_100, 0, 0}))).isFalse();
    byte[] clears = new byte[256];
    for (int i = 0; i < clears.length; i++) {
      clears[i] = (byte) (0x924924 >> 8 * ((i + 2) % 3));
    }
    clears[0] = (byte) 255;
    assertThat(decoded(gif(2, 2, 1, clears))).isFalse();
    assertThat(decoded(gif(2, 2, 1, new byte[] {0}))).isFalse();
    assertThat(decoded(gif(900, 900, 1, new byte[] {2, 0b01_001_100, 1, 0}))).isFalse();
    assertThat(decoded(gif(0, 7, 1, new byte[] {2, 0b01_001_100, 1, 0}))).isFalse();
  }

  /** A bitmap of 4 x 2 indices of 8 bits. */
  private static byte[] runs(int... codes) {
    ByteBuffer bmp = ByteBuffer.allocate(54 + 1024 + codes.length).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putLong(0).putInt(54 + 1024).putInt(40).putInt(4).putInt(2);
    bmp.putShort((short) 1).putShort((short) 8).putInt(1).put(new byte[20]);
    for (int i = 0; i < 256; i++) {
      bmp.putInt(i * 0x010101);
    }
    for (int code : codes) {
      bmp.put((byte) code);
    }
    return bmp.array();
  }

  private static int[] grey(byte[] file) {
    Image image = Decoder.decode(file, SMALL);
    int[] levels = new int[8];
    for (int i = 0; i < 8; i++) {
      levels[i] = image.value(i / 4, i % 4, 0);
    }
    return levels;
  }

  @Test
  void runsStayInTheirPicture() throws Exception {
    assertThat(grey(runs(4, 7, 0, 0, 4, 9))).containsExactly(9, 9, 9, 9, 7, 7, 7, 7);
    // A run of 200 is cut at its row; a literal of 200 at the end of the picture.
    assertThat(grey(runs(200, 7, 0, 0, 4, 9))).containsExactly(9, 9, 9, 9, 7, 7, 7, 7);
    int[] literal = new int[202];
    literal[1] = 200;
    literal[5] = 5;
    assertThat(grey(runs(literal))).containsExactly(0, 0, 0, 0, 0, 0, 0, 5);
    // A move by one to the right and one up; an odd literal, which is filled up.
    assertThat(grey(runs(1, 3, 0, 2, 1, 1, 2, 8))).containsExactly(0, 0, 8, 8, 3, 0, 0, 0);
    assertThat(grey(runs(0, 3, 1, 2, 3, 0, 1, 4, 0, 0, 4, 5)))
        .containsExactly(5, 5, 5, 5, 1, 2, 3, 4);
    assertThat(decoded(runs(0, 2, 255, 255))).isTrue();
    assertThat(decoded(runs(4, 7, 0, 1))).isFalse();
    assertThat(decoded(runs(4, 7, 0, 0, 0, 0, 0, 0))).isFalse();
  }
}
