package org.resnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.image.decode.Pictures;

class Java2dTest {
  private static final int RED = 200;
  private static final int GREEN = 100;
  private static final int BLUE = 56;

  /** What the JDK reads as it is stored: no orientation, no indices without a colour. */
  static Stream<Pictures.Entry> readByTheJdk() {
    return Pictures.list().stream()
        .filter(it -> it.name().matches("(png-[0-9].*|png-(trns|gamma).*|bmp-(1|4|8|24).*)"))
        .filter(it -> !it.name().matches(".*(few|os2-v2).*"));
  }

  @ParameterizedTest
  @MethodSource("readByTheJdk")
  void aPictureReadByTheJdkHasTheDecodersPixels(Pictures.Entry entry) throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(entry.bytes()));
    Image decoded = Decoder.decode(entry.bytes(), Limits.DEFAULT);
    Image image = Image.of(picture);
    assertThat(image).hasToString(decoded.toString());
    assertThat(image.pixels()).isEqualTo(decoded.pixels());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_555_RGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void everyTypeOfColoursKeepsThem(int type) throws Exception {
    BufferedImage picture = new BufferedImage(5, 4, type);
    picture.setRGB(3, 2, 0xFF000000 | RED << 16 | GREEN << 8 | BLUE);
    int[] asStored = rgb(picture.getRGB(3, 2)); // 555 has 32 levels, a palette 256 colours.
    Image image = Image.of(picture.getSubimage(1, 1, 4, 3));
    assertThat(image).hasToString("3x3x4");
    for (int c = 0; c < 3; c++) {
      assertThat(image.value(1, 2, c)).isCloseTo(asStored[c], within(1));
      assertThat(image.value(0, 0, c)).isZero();
    }
    assertThat(asStored[0]).isCloseTo(RED, within(26));
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyIsNotBrightened(int type) throws Exception {
    BufferedImage picture = new BufferedImage(5, 4, type);
    picture.getRaster().setSample(3, 2, 0, type == BufferedImage.TYPE_BYTE_GRAY ? 128 : 0x80FF);
    assertThat(rgb(picture.getRGB(3, 2))[0]).as("what the JDK makes of it").isGreaterThan(180);
    for (int c = 0; c < 3; c++) {
      assertThat(Image.of(picture).value(2, 3, c)).isEqualTo(128);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void transparencyIsDropped(int type) throws Exception {
    BufferedImage picture = new BufferedImage(5, 4, type);
    picture.setRGB(3, 2, 0x80000000 | RED << 16 | GREEN << 8 | BLUE);
    Image image = Image.of(picture);
    int[] colours = {RED, GREEN, BLUE};
    for (int c = 0; c < 3; c++) {
      assertThat(image.value(2, 3, c)).isCloseTo(colours[c], within(1));
    }
  }

  @Test
  void twoColoursAreOnesToo() throws Exception {
    BufferedImage picture = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_BINARY);
    picture.setRGB(3, 2, 0xFFFFFFFF);
    assertThat(Image.of(picture).value(2, 3, 0)).isEqualTo(255);
    assertThat(Image.of(picture).value(2, 2, 0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE, DataBuffer.TYPE_SHORT})
  void otherNumbersAreBroughtToEightBits(int type) throws Exception {
    BufferedImage picture = of(ColorSpace.CS_sRGB, type);
    float[] half = {0.5f, 0.25f, 1};
    Object pixel = picture.getColorModel().getDataElements(half, 0, null);
    picture.getRaster().setDataElements(3, 2, pixel);
    Image image = Image.of(picture);
    assertThat(image.value(2, 3, 0)).isCloseTo(128, within(1));
    assertThat(image.value(2, 3, 1)).isCloseTo(64, within(1));
    assertThat(image.value(2, 3, 2)).isEqualTo(255);
  }

  @Test
  void otherColoursAndGiantsAreRefused() {
    assertThatThrownBy(() -> Image.of(of(ColorSpace.CS_CIEXYZ, DataBuffer.TYPE_FLOAT)))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll("RGB or grey", "ColorConvertOp");
    BufferedImage giant = new BufferedImage(65_536, 1, BufferedImage.TYPE_BYTE_BINARY);
    assertThatThrownBy(() -> Image.of(giant))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("65536 x 1");
  }

  private static BufferedImage of(int space, int type) {
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space), false, false, Transparency.OPAQUE, type);
    WritableRaster raster = colours.createCompatibleWritableRaster(5, 4);
    return new BufferedImage(colours, raster, false, null);
  }

  private static int[] rgb(int colour) {
    return new int[] {colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF};
  }
}
