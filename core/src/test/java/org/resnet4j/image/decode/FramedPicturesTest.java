package org.resnet4j.image.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.jpeg.LargeJpeg;

/** Pictures that are framed while they are decoded: the same pixels, and memory by the result. */
class FramedPicturesTest {
  private static final List<ResizeCrop> FRAMES =
      List.of(
          new ResizeCrop(7, 5, 6, Filter.BILINEAR),
          new ResizeCrop(7, 7, 3, Filter.BICUBIC),
          new ResizeCrop(40, 32, 40, Filter.BICUBIC),
          ResizeCrop.square(17));

  /** Of what a picture is decoded to, a tenth. */
  private static final long LITTLE = 32 << 20;

  @ParameterizedTest
  @MethodSource("org.resnet4j.image.decode.Pictures#list")
  void hasThePixelsOfAWholePictureThatIsFramed(Pictures.Entry entry) throws Exception {
    Image whole = Decoder.decode(entry.bytes(), Limits.DEFAULT);
    for (ResizeCrop frame : FRAMES) {
      Image framed = Decoder.decode(entry.bytes(), frame, Limits.DEFAULT);
      assertThat(framed).hasToString("3x" + frame.height() + "x" + frame.width());
      assertThat(framed.pixels()).as("%s", frame).isEqualTo(frame.apply(whole).pixels());
    }
  }

  /** Decodes 108 megapixels; the bytes that this thread took meanwhile. */
  private static Image cheaply(byte[] file) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    Image image = Decoder.decode(file, ResizeCrop.IMAGENET, Limits.DEFAULT);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
    return image;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void aJpegOf108MegapixelsTakesLittleMemory(int orientation) throws Exception {
    byte[] file = LargeJpeg.grey(12_000, 9_000, orientation);
    assertThat(cheaply(file).pixels()).containsOnly(128);
  }

  @Test
  void aPngOf108MegapixelsTakesLittleMemory() throws Exception {
    byte[] file = png(12_000, 9_000, 0x50, 0);
    assertThat(file).hasSizeLessThan(200_000);
    assertThat(cheaply(file).pixels()).containsOnly(0x50);
  }

  /** Codes of one symbol each take no bits at all: opaque pixels of one colour. */
  @Test
  void aWebPOf108MegapixelsTakesLittleMemory() throws Exception {
    ByteBuffer bits = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    bits.put((byte) 0x2F).putInt(11_999 | 8_999 << 14);
    long[] codes = {0x20, 0x40, 0x60, 0xFF, 0};
    BigInteger stream = BigInteger.ZERO;
    int at = 3; // No changes, no cache, one set of codes.
    for (long symbol : codes) {
      // Simple, of one symbol, which has 8 bits.
      stream = stream.or(BigInteger.valueOf(0b101 | symbol << 3).shiftLeft(at));
      at += 11;
    }
    for (byte each : reversed(stream.toByteArray())) {
      bits.put(each);
    }
    byte[] content = Arrays.copyOf(bits.array(), 20);
    ByteBuffer riff = ByteBuffer.allocate(20 + content.length);
    riff.order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(US_ASCII));
    riff.putInt(12 + content.length).put("WEBPVP8L".getBytes(US_ASCII)).putInt(content.length);
    Image image = cheaply(riff.put(content).array());
    assertThat(Arrays.copyOf(image.pixels(), 3)).containsExactly(0x40, 0x20, 0x60);
    assertThat(image.value(223, 223, 2)).isEqualTo(0x60);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Broken at the end, whose pixels would take 324 MB. */
  @Test
  void aLargePictureThatIsNotWholeTakesLittleMemory() throws Exception {
    byte[] file = png(12_000, 9_000, 0x50, 1);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Decoder.decode(file, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessage("its pixels are truncated");
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
  }

  @Test
  void refusesAsManyPixelsAsPillowDoes() throws Exception {
    Limits.DEFAULT.check(13_377, 13_377);
    assertThatThrownBy(() -> Decoder.decode(png(13_378, 13_378, 0, 0), Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("expected at most 178,956,970 pixels, got 13378 x 13378");
    Limits.trusted(13_378 * 13_378).check(13_378, 13_378);
  }

  /** What cannot be decoded row by row is limited by memory, which a file that is trusted gets. */
  @Test
  void refusesFewBytesForAnInterlacedPictureUnlessTrusted() throws Exception {
    byte[] file = png(5_000, 4_000, 0x50, 0);
    file[28] = 1;
    ByteBuffer.wrap(file).putInt(29, checksum(file, 12, 17));
    assertThatThrownBy(() -> Decoder.decode(file, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(
            "5000 x 4000 pixels of this kind take 60 MB to decode, over the 56 MB allowed");
    // Now its pixels are looked at, which were never those of seven passes.
    assertThatThrownBy(() -> Decoder.decode(file, Limits.TRUSTED))
        .hasMessage("unknown PNG filter type 80");
  }

  /** Of 8 bits of grey, and all of one level. */
  private static byte[] png(int width, int height, int level, int missingRows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(8).putLong(0x89504E470D0A1A0AL).array());
    chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array());
    byte[] row = new byte[1 + width];
    Arrays.fill(row, 1, row.length, (byte) level);
    Deflater deflater = new Deflater();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] some = new byte[1 << 16];
    for (int y = 0; y <= height - missingRows; y++) {
      if (y == height - missingRows) {
        deflater.finish();
      } else {
        deflater.setInput(row);
      }
      for (int n = deflater.deflate(some); n > 0; n = deflater.deflate(some)) {
        packed.write(some, 0, n);
      }
    }
    deflater.end();
    chunk(out, "IDAT", packed.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(name.getBytes(US_ASCII)).put(content);
    out.writeBytes(chunk.putInt(checksum(chunk.array(), 4, 4 + content.length)).array());
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }
}
