package org.resnet4j.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;

/** Small files of every kind, against the pixels that Pillow sees in them. */
class PillowPicturesTest {
  @ParameterizedTest
  @MethodSource("org.resnet4j.image.decode.Pictures#list")
  void hasPillowsPixels(Pictures.Entry entry) throws Exception {
    Image image = Decoder.decode(entry.bytes(), Limits.DEFAULT);
    assertThat(image).hasToString("3x" + entry.height() + "x" + entry.width());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(image.pixels());
    assertThat(HexFormat.of().formatHex(hash)).startsWith(entry.hash());
  }
}
