package org.resnet4j.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Region;
import org.resnet4j.image.Resize;
import org.resnet4j.image.ResizedBox;
import org.resnet4j.image.Rows;
import org.resnet4j.image.decode.Decoder;

/** Of a picture, only the part that is read is decoded: with the pixels of the whole. */
class RegionTest {
  private static Stream<Samples.Expected> corpus() {
    return Samples.list("corpus.txt");
  }

  /** Some boxes in a picture: all, a pixel in each corner, lines along the edges, and any. */
  private static List<Region> boxes(int height, int width) {
    List<Region> boxes =
        new ArrayList<>(
            List.of(
                Region.whole(height, width),
                new Region(0, 0, 1, 1),
                new Region(0, width - 1, 1, width),
                new Region(height - 1, 0, height, 1),
                new Region(height - 1, width - 1, height, width),
                new Region(0, 0, 1, width),
                new Region(height - 1, 0, height, width),
                new Region(0, 0, height, 1),
                new Region(0, width - 1, height, width)));
    SplittableRandom random = new SplittableRandom(height * 1000L + width);
    for (int i = 0; i < 40; i++) {
      int top = random.nextInt(height);
      int left = random.nextInt(width);
      boxes.add(
          new Region(
              top, left, random.nextInt(top + 1, height + 1), random.nextInt(left + 1, width + 1)));
    }
    return boxes;
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void hasThePixelsOfTheWhole(Samples.Expected expected) {
    check(Samples.read(expected.file()));
  }

  /** Of several units in both directions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void inEveryOrientation(int orientation) {
    byte[] exif = new byte[36];
    ByteBuffer.wrap(exif)
        .putInt(0xFFE1_0022)
        .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putInt(0x0112_0003)
        .putInt(1)
        .putShort((short) orientation);
    for (String name : List.of("sampling-2x2.jpg", "progressive-2.jpg")) {
      byte[] plain = Samples.read(name);
      ByteBuffer turned = ByteBuffer.allocate(plain.length + exif.length);
      turned.put(plain, 0, 2).put(exif).put(plain, 2, plain.length - 2);
      assertThat(JpegDecoder.open(turned.array()).orientation().ordinal())
          .isEqualTo(orientation - 1);
      check(turned.array());
    }
  }

  private static void check(byte[] file) {
    Image whole = Decoder.decode(file, Limits.DEFAULT);
    for (Region box : boxes(whole.height(), whole.width())) {
      int height = box.bottom() - box.top();
      ResizedBox frame =
          new ResizedBox(
              box.top(), box.left(), height, box.width(), height, box.width(), Filter.BILINEAR);
      assertThat(Decoder.decode(file, frame, Limits.DEFAULT).pixels())
          .as("%s", box)
          .isEqualTo(Resize.crop(whole, box.top(), box.left(), height, box.width()).pixels());
    }
  }

  /**
   * Each row of every picture, as it is stored, in a region of this row and all columns but two.
   */
  @ParameterizedTest
  @ValueSource(strings = {"quality-75.jpg", "progressive-2.jpg", "restart-3B.jpg", "grey.jpg"})
  void deliversOnlyTheRowsOfTheRegion(String name) {
    byte[] file = Samples.read(name);
    int height = JpegDecoder.open(file).height();
    for (int y = 0; y < height; y++) {
      Region region = new Region(y, 1, y + 1, JpegDecoder.open(file).width() - 1);
      List<Integer> delivered = new ArrayList<>();
      JpegDecoder.open(file)
          .decode(
              new Rows() {
                @Override
                public void row(int place, byte[] pixels, int from) {
                  delivered.add(place);
                }

                @Override
                public Region region(int pictureHeight, int pictureWidth) {
                  return region;
                }
              });
      assertThat(delivered).containsExactly(y);
    }
  }

  /** Below the region, too: unless a marker follows, behind which libjpeg sees a grey picture. */
  @ParameterizedTest
  @ValueSource(strings = {"quality-75.jpg", "restart-3B.jpg", "progressive-2.jpg"})
  void aFileThatEndsEarlyIsRefusedWhereverTheRegionIs(String name) {
    byte[] file = Samples.read(name);
    ResizedBox top = new ResizedBox(0, 0, 2, 9, 2, 9, Filter.BILINEAR);
    Image whole = Decoder.decode(file, Limits.DEFAULT);
    byte[] cut = Arrays.copyOf(file, file.length * 9 / 10);
    assertThatThrownBy(() -> Decoder.decode(cut, top, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessage("the file was truncated");
    if (!name.startsWith("progressive")) {
      byte[] ended = Arrays.copyOf(cut, cut.length + 2);
      ended[cut.length] = (byte) 0xFF;
      ended[cut.length + 1] = (byte) 0xD9;
      assertThat(Decoder.decode(ended, top, Limits.DEFAULT).pixels())
          .isEqualTo(Resize.crop(whole, 0, 0, 2, 9).pixels());
    }
  }
}
