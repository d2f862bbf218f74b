package org.resnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResizeTest {
  /** The pixels that the script which made the stored hashes gives an image. */
  private static Image noise(int seed, int channels, int height, int width) {
    Image image = new Image(channels, height, width);
    int state = seed;
    for (int i = 0; i < image.pixels().length; i++) {
      state = state * 1_103_515_245 + 12_345;
      image.pixels()[i] = (byte) (state >>> 16);
    }
    return image;
  }

  @Test
  void equalsPillowBitForBit() throws Exception {
    List<String> lines;
    try (InputStream in = ResizeTest.class.getResourceAsStream("pillow-resize.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSizeGreaterThan(100);
    for (String line : lines) {
      String[] words = line.split(" ");
      int[] n = new int[6];
      for (int i = 0; i < 6; i++) {
        n[i] = Integer.parseInt(words[i]);
      }
      Image resized = Resize.to(noise(n[0], n[1], n[2], n[3]), n[4], n[5], Filter.BILINEAR);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(resized.pixels());
      assertThat(HexFormat.of().formatHex(hash)).as(line).startsWith(words[6]);
    }
  }

  @Test
  void shortSideKeepsTheProportion() throws ImageException {
    assertThat(Resize.shortSide(noise(1, 3, 30, 47), 20, Filter.BILINEAR)).hasToString("3x20x31");
    assertThat(Resize.shortSide(noise(1, 3, 47, 30), 20, Filter.BILINEAR)).hasToString("3x31x20");
    assertThatThrownBy(() -> Resize.shortSide(noise(1, 1, 1, 2_000_000), 224, Filter.BILINEAR))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("too long and thin");
  }

  @Test
  void centreIsTheMiddle() {
    Image image = noise(1, 3, 9, 8);
    Image centre = Resize.centre(image, 4, 4);
    assertThat(centre.value(0, 0, 2)).isEqualTo(image.value(2, 2, 2));
    assertThat(centre.value(3, 3, 1)).isEqualTo(image.value(5, 5, 1));
  }

  @Test
  void refusesSizesThatCannotBe() {
    assertThatThrownBy(() -> Resize.to(noise(1, 3, 4, 4), 0, 3, Filter.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resize.centre(noise(1, 3, 4, 4), 5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
