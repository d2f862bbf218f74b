package org.resnet4j.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.jpeg.marker.Marker;

/** Files that are broken by accident or on purpose: a picture or one line, and little memory. */
@Timeout(120)
class HostileJpegTest {
  private static final long MOST_MEMORY = 64 << 20;

  /** A file in the making. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes() {
      add(0xFF, Marker.SOI);
    }

    Bytes add(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Bytes segment(int marker, int... content) {
      int length = content.length + 2;
      return add(0xFF, marker, length >> 8, length & 255).add(content);
    }

    /** Tables of ones: each coefficient means itself. */
    Bytes quantization() {
      int[] content = new int[65];
      Arrays.fill(content, 1, 65, 1);
      return segment(Marker.DQT, content);
    }

    /** One code in both tables, the bit 0: no difference, and the end of the block. */
    Bytes huffman() {
      return huffman(0x00, 1, 0).huffman(0x10, 1, 0);
    }

    /** So many codes of one bit, all for a symbol. */
    Bytes huffman(int slot, int codes, int symbol) {
      int[] content = new int[17 + codes];
      content[0] = slot;
      content[1] = codes;
      Arrays.fill(content, 17, content.length, symbol);
      return segment(Marker.DHT, content);
    }

    Bytes frame(int marker, int width, int height, int... components) {
      int[] content = new int[6 + 3 * components.length];
      int[] head = {8, height >> 8, height & 255, width >> 8, width & 255, components.length};
      System.arraycopy(head, 0, content, 0, 6);
      for (int i = 0; i < components.length; i++) {
        content[6 + 3 * i] = components[i];
        content[7 + 3 * i] = 0x11;
      }
      return segment(marker, content);
    }

    Bytes scan(int first, int last, int bits, int... components) {
      int[] content = new int[4 + 2 * components.length];
      content[0] = components.length;
      for (int i = 0; i < components.length; i++) {
        content[1 + 2 * i] = components[i];
      }
      content[content.length - 3] = first;
      content[content.length - 2] = last;
      content[content.length - 1] = bits;
      return segment(Marker.SOS, content);
    }

    Bytes zeros(int count) {
      return add(new int[count]);
    }

    byte[] end() {
      return add(0xFF, Marker.EOI).out.toByteArray();
    }
  }

  private static Bytes grey(int width, int height) {
    return new Bytes().quantization().huffman().frame(Marker.SOF0, width, height, 1);
  }

  private static Bytes progressive(int width, int height) {
    return new Bytes().quantization().huffman().frame(Marker.SOF2, width, height, 1);
  }

  private static void refused(byte[] file, String message) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Samples.decode(file, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(message);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
  }

  @Test
  void decodesWhatTheOthersAreMadeFrom() throws Exception {
    Image image = Samples.decode(grey(16, 8).scan(0, 63, 0, 1).zeros(1).end(), Limits.DEFAULT);
    assertThat(image.pixels()).hasSize(3 * 16 * 8).containsOnly(128);
    byte[] file = progressive(16, 8).scan(0, 0, 0, 1).zeros(1).scan(1, 63, 0, 1).zeros(1).end();
    assertThat(Samples.decode(file, Limits.DEFAULT).pixels()).containsOnly(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size-33x15-subsampling-2.jpg",
        "progressive-2.jpg",
        "restart-3B.jpg",
        "three-scans.jpg",
        "cmyk-progressive.jpg"
      })
  void refusesEveryPrefix(String name) throws Exception {
    byte[] file = Samples.read(name);
    for (int length = 0; length < file.length - 2; length++) {
      byte[] prefix = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> Samples.decode(prefix, Limits.DEFAULT))
          .as("of %d bytes", length)
          .isInstanceOf(ImageException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size-33x15-subsampling-2.jpg",
        "grey.jpg",
        "progressive-2.jpg",
        "progressive-in-many-steps.jpg",
        "restart-3B.jpg",
        "restart-1-progressive.jpg",
        "three-scans.jpg",
        "sampling-4x1-2x1-1x1.jpg",
        "ycck-progressive.jpg",
        "orientation-6.jpg"
      })
  void survivesChangedBytes(String name) {
    byte[] file = Samples.read(name);
    Random random = new Random(2015);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int pictures = 0;
    for (int i = 0; i < 500; i++) {
      byte[] changed = file.clone();
      // Headers are small; one change in two is among the first bytes.
      int reach = random.nextBoolean() ? Math.min(700, file.length) : file.length;
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        Samples.decode(changed, Limits.DEFAULT);
        pictures++;
      } catch (ImageException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
    }
    assertThat(pictures).isBetween(1, 499);
  }

  @Test
  void refusesClaims() {
    refused(grey(65535, 65535).scan(0, 63, 0, 1).zeros(1).end(), "truncated");
    refused(grey(8000, 7500).scan(0, 63, 0, 1).zeros(100).end(), "truncated");
    refused(progressive(8000, 7500).scan(0, 0, 0, 1).zeros(100).end(), "truncated");
    refused(progressive(8000, 7500).scan(1, 63, 0, 1).zeros(1).end(), "truncated");
    refused(grey(0, 8).scan(0, 63, 0, 1).zeros(1).end(), "0 pixels wide");
    refused(new Bytes().frame(Marker.SOF0, 8, 8).end(), "JPEG of 0 components");
    refused(new Bytes().frame(Marker.SOF0, 8, 8, 1, 2).end(), "JPEG of 2 components");
    refused(new Bytes().frame(Marker.SOF0, 8, 8, 1, 1, 1).end(), "two components have the number");
  }

  @Test
  void refusesMoreThanJavaCanHold() {
    byte[] file = grey(65535, 65535).scan(0, 63, 0, 1).zeros(17_000_000).end();
    assertThatThrownBy(() -> Samples.decode(file, Limits.TRUSTED))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("it needs more memory than there is, about 12,8");
  }

  @Test
  void refusesScans() {
    Bytes many = progressive(8, 8);
    for (int i = 0; i < 10_000; i++) {
      many.scan(1 + i % 63, 1 + i % 63, i < 63 ? 5 : 0x54 - 0x11 * (i / 63 - 1), 1).zeros(1);
    }
    refused(many.end(), "more than the allowed 100 scans");
    refused(grey(8, 8).scan(0, 63, 0, 1).zeros(1).scan(0, 63, 0, 1).zeros(1).end(), "occurs twice");
    refused(progressive(8, 8).scan(1, 63, 0x10, 1).zeros(9).end(), "before the one that it");
    refused(progressive(8, 8).scan(0, 63, 0, 1).zeros(9).end(), "coefficients 0 to 63");
    refused(progressive(8, 8).scan(1, 64, 0, 1).zeros(9).end(), "coefficients 1 to 64");
    refused(progressive(8, 8).scan(9, 8, 0, 1).zeros(9).end(), "coefficients 9 to 8");
    refused(progressive(8, 8).scan(0, 0, 0x20, 1).zeros(9).end(), "bits 0x20");
    refused(progressive(8, 8).scan(0, 0, 0x06, 1).zeros(9).end(), "bits 0x06");
    refused(progressive(8, 8).scan(0, 0, 1, 1).zeros(9).end(), "truncated");
    refused(grey(8, 8).scan(0, 63, 0, 2).zeros(9).end(), "component 2, which the picture lacks");
    refused(grey(8, 8).scan(0, 63, 0).zeros(9).end(), "a scan has 0 components");
    refused(grey(8, 8).scan(0, 63, 0, 1, 1).zeros(9).end(), "a scan has 2 components");
    refused(new Bytes().scan(0, 63, 0, 1).end(), "before the picture's size");
    refused(grey(8, 8).frame(Marker.SOF0, 8, 8, 1).end(), "more than one picture size");
    refused(grey(8, 8).end(), "truncated");
  }

  @Test
  void refusesTables() {
    Bytes some = new Bytes().frame(Marker.SOF0, 8, 8, 1);
    refused(some.scan(0, 63, 0, 1).zeros(1).end(), "a quantization table is missing");
    some = new Bytes().frame(Marker.SOF2, 8, 8, 1).quantization();
    refused(some.scan(0, 0, 0, 1).zeros(1).end(), "a Huffman table is missing");
    refused(grey(8, 8).huffman(0x00, 3, 0).scan(0, 63, 0, 1).zeros(9).end(), "more codes than");
    refused(grey(8, 8).huffman(0x00, 1, 16).scan(0, 63, 0, 1).zeros(9).end(), "symbols over 15");
    refused(grey(8, 8).huffman(0x04, 1, 0).end(), "no Huffman table 0x04");
    refused(grey(8, 8).segment(Marker.DQT, 0x20).end(), "no quantization table 0x20");
    refused(grey(8, 8).segment(Marker.DQT, 0, 1).end(), "a segment is truncated");
    refused(grey(8, 8).segment(Marker.DHT, 0, 1).end(), "a segment is truncated");
    refused(grey(8, 8).segment(Marker.DRI, 0).end(), "a segment is truncated");
    refused(grey(8, 8).add(0xFF, Marker.DQT, 0, 1).end(), "a segment claims 1 bytes");
    refused(grey(8, 8).segment(0x55).end(), "marker 0xFF55 is not known");
  }

  @Test
  void refusesWhatIsNoPicture() {
    refused(new byte[0], "it is not a JPEG file");
    refused(new byte[] {-1}, "it is not a JPEG file");
    refused(new byte[] {-1, (byte) 0xD8}, "truncated");
    refused(new byte[1000], "it is not a JPEG file");
  }
}
