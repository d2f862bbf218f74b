package org.resnet4j.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

class DecoderTest {
  private static byte[] encoded(int type, String format) throws IOException {
    BufferedImage picture = new BufferedImage(13, 7, type);
    Random random = new Random(5);
    for (int i = 0; i < 13 * 7; i++) {
      int level = random.nextInt(256);
      boolean grey = type == BufferedImage.TYPE_BYTE_GRAY;
      if (grey) {
        picture.getRaster().setSample(i % 13, i / 13, 0, level);
      } else {
        picture.setRGB(i % 13, i / 13, 0xFF000000 | random.nextInt(1 << 24));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, out)).isTrue();
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB})
  void keepsColours(int type) throws Exception {
    Random random = new Random(5);
    Image image = Decoder.decode(encoded(type, "png"), Limits.DEFAULT);
    assertThat(image).hasToString("3x7x13");
    for (int i = 0; i < 13 * 7; i++) {
      random.nextInt(256);
      int rgb = random.nextInt(1 << 24);
      for (int c = 0; c < 3; c++) {
        assertThat(image.value(i / 13, i % 13, c)).isEqualTo(rgb >> (16 - 8 * c) & 0xFF);
      }
    }
  }

  @Test
  void keepsTheLevelsOfGrey() throws Exception {
    Random random = new Random(5);
    Image image = Decoder.decode(encoded(BufferedImage.TYPE_BYTE_GRAY, "png"), Limits.DEFAULT);
    for (int i = 0; i < 13 * 7; i++) {
      int level = random.nextInt(256);
      for (int c = 0; c < 3; c++) {
        assertThat(image.value(i / 13, i % 13, c)).isEqualTo(level);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "gif", "bmp"})
  void readsOtherKinds(String format) throws Exception {
    byte[] bytes = encoded(BufferedImage.TYPE_3BYTE_BGR, format);
    assertThat(Decoder.decode(bytes, Limits.DEFAULT)).hasToString("3x7x13");
  }

  /** A PNG header that claims a size, and nothing behind it. */
  private static byte[] claim(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.putLong(0x89504E470D0A1A0AL).putInt(13);
    png.put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(png.array(), 12, 17);
    png.putInt((int) sum.getValue());
    return png.array();
  }

  @Test
  void refusesAHugeHeaderBeforeTakingMemory() {
    assertThatThrownBy(() -> Decoder.decode(claim(65_535, 65_535), Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("it is truncated");
  }

  @Test
  void refusesALargeFile(@TempDir Path folder) throws IOException {
    byte[] png = Arrays.copyOf(claim(1, 1), 101);
    Path file = Files.write(folder.resolve("a.png"), png);
    assertThatThrownBy(() -> Decoder.decode(file, new Limits(100, 100, 100)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("at most 100 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void refusesCutAndScrambledFiles(String format) throws Exception {
    byte[] bytes = encoded(BufferedImage.TYPE_3BYTE_BGR, format);
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      byte[] bad = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        // Some damage leaves a picture; what matters is that nothing else is ever thrown.
        assertThat(Decoder.decode(bad, new Limits(1 << 20, 1 << 20, 8 << 20)).channels())
            .isEqualTo(3);
      } catch (ImageException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void refusesKindsThatTheJdkKnowsBesides() throws Exception {
    byte[] tiff = encoded(BufferedImage.TYPE_3BYTE_BGR, "tiff");
    assertThatThrownBy(() -> Decoder.decode(tiff, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "it is TIFF, which is not read: convert it to one of JPEG, PNG, GIF, BMP, WebP");
  }

  @ParameterizedTest
  @CsvSource({
    "FF0A, JPEG XL",
    "0000000C4A584C200D0A870A, JPEG XL",
    "0000000C6A5020200D0A870A, JPEG 2000",
    "0000001C6674797061766966, AVIF",
    "0000001C6674797068656963, HEIC",
    "00000018667479706D696631, HEIC",
    "3842505300010000, a Photoshop document",
    "50360A3320320A, 'PBM, PGM or PPM'",
    "255044462D312E37, PDF",
    "3C68746D6C3E, HTML"
  })
  void refusesOtherKindsByName(String head, String kind) {
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex(head), 1000);
    assertThatThrownBy(() -> Decoder.decode(file, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("it is " + kind + ", which is not read: convert it");
  }

  @Test
  void refusesWhatIsNoPicture() {
    assertThatThrownBy(() -> Decoder.decode(new byte[50], Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("not an image");
  }
}
