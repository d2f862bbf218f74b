package org.resnet4j.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.data.Shared;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

class JpegDecoderTest {
  private static Stream<Samples.Expected> corpus() {
    return Samples.list("corpus.txt");
  }

  private static void check(Samples.Expected expected, byte[] file) throws Exception {
    EncodedImage picture = JpegDecoder.open(file);
    assertThat(picture.width()).isEqualTo(expected.width());
    assertThat(picture.height()).isEqualTo(expected.height());
    assertThat(picture.orientation().ordinal() + 1).isEqualTo(expected.orientation());
    Image image = Samples.decode(file, Limits.DEFAULT);
    assertThat(image).hasToString("3x" + expected.height() + "x" + expected.width());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(image.pixels());
    assertThat(HexFormat.of().formatHex(hash)).as(expected.file()).startsWith(expected.hash());
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void decodesToThePixelsOfPillow(Samples.Expected expected) throws Exception {
    check(expected, Samples.read(expected.file()));
  }

  @Test
  void decodesPhotographsToThePixelsOfPillow() throws Exception {
    Optional<Path> folder = Shared.folder("imagenet-samples");
    assumeTrue(folder.isPresent(), "the shared sample pictures are not here");
    for (Samples.Expected expected : Samples.list("imagenet-samples.txt").toList()) {
      check(expected, Files.readAllBytes(folder.get().resolve(expected.file())));
    }
  }

  @Test
  void onlySeveralScansTakeMemoryForThePicture() throws Exception {
    assertThat(JpegDecoder.open(Samples.read("quality-75.jpg")).workingBytes()).isZero();
    // Units of 16 x 16 pixels: 6 across, 4 down, of 6 blocks.
    assertThat(JpegDecoder.open(Samples.read("progressive-2.jpg")).workingBytes())
        .isEqualTo(6 * 4 * 6 * 64 * 2);
  }

  @ParameterizedTest
  @CsvSource({
    "refused-12-bits.jpg, JPEG of 12 bits",
    "refused-arithmetic.jpg, arithmetic coding is not supported",
    "refused-height.jpg, its height after the image data (DNL) is not supported",
    "refused-hierarchical.jpg, hierarchical JPEG is not supported",
    "refused-lossless.jpg, lossless JPEG is not supported",
    "refused-sampling.jpg, sampling of 2 x 1 beside 3 x 1 is not supported"
  })
  void refusesByName(String file, String message) {
    byte[] bytes = Samples.read(file);
    assertThatThrownBy(() -> Samples.decode(bytes, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quality-75.jpg", "progressive-2.jpg", "restart-3B.jpg"})
  void toleratesWhatDoesNotTouchThePicture(String name) throws Exception {
    byte[] file = Samples.read(name);
    byte[] pixels = Samples.decode(file, Limits.DEFAULT).pixels();
    byte[] withoutEnd = Arrays.copyOf(file, file.length - 2);
    byte[] garbageBehind = Arrays.copyOf(file, file.length + 100);
    Arrays.fill(garbageBehind, file.length, garbageBehind.length, (byte) 0xDB);
    byte[] bytesBeforeTheEnd = Arrays.copyOf(withoutEnd, file.length + 5);
    bytesBeforeTheEnd[file.length + 3] = (byte) 0xFF;
    bytesBeforeTheEnd[file.length + 4] = (byte) 0xD9;
    for (byte[] each : new byte[][] {withoutEnd, garbageBehind, bytesBeforeTheEnd, filled(file)}) {
      assertThat(Samples.decode(each, Limits.DEFAULT).pixels()).isEqualTo(pixels);
    }
  }

  /** With two more bytes 0xFF in front of each marker. */
  private static byte[] filled(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean inData = false;
    for (int i = 0; i < file.length; i++) {
      boolean marker = file[i] == -1 && i + 1 < file.length && file[i + 1] != 0;
      if (marker && (inData || i > 0 && (file[i + 1] & 0xFF) == 0xDA)) {
        out.write(0xFF);
        out.write(0xFF);
        inData = true;
      }
      out.write(file[i]);
    }
    return out.toByteArray();
  }

  @Test
  void holdsToTheLimitOfPixels() {
    assertThatThrownBy(
            () ->
                Samples.decode(
                    Samples.read("quality-75.jpg"), new Limits(1 << 20, 45 * 36, 1 << 20)))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("expected at most 1,620 pixels, got 45 x 37");
  }
}
