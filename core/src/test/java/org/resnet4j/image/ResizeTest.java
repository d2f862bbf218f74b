package org.resnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResizeTest {
  /** The pixels that the script which made the stored hashes gives an image. */
  static Image noise(int seed, int channels, int height, int width) {
    Image image = new Image(channels, height, width);
    int state = seed;
    for (int i = 0; i < image.pixels().length; i++) {
      state = state * 1_103_515_245 + 12_345;
      image.pixels()[i] = (byte) (state >>> 16);
    }
    return image;
  }

  static List<String[]> stored(String name) throws IOException {
    try (InputStream in = ResizeTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .toList();
    }
  }

  @Test
  void repeatedPixelsAreNotSmoothed() {
    Image image = noise(3, 3, 2, 3);
    Image larger = Resize.repeated(image, 4);
    assertThat(larger).hasToString("3x8x12");
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 12; x++) {
        assertThat(larger.value(y, x, 1)).isEqualTo(image.value(y / 4, x / 4, 1));
      }
    }
  }

  static int[] numbers(String[] words) {
    return Arrays.stream(words, 0, words.length - 2).mapToInt(Integer::parseInt).toArray();
  }

  static Filter filter(String[] words) {
    return Filter.valueOf(words[words.length - 2]);
  }

  static void check(String[] words, Image image) throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(image.pixels());
    assertThat(HexFormat.of().formatHex(hash))
        .as(String.join(" ", words))
        .startsWith(words[words.length - 1]);
  }

  @Test
  void equalsPillowBitForBit() throws Exception {
    List<String[]> lines = stored("resize.txt");
    assertThat(lines).hasSize(1_400);
    for (String[] words : lines) {
      int[] n = numbers(words);
      check(words, Resize.to(noise(n[0], n[1], n[2], n[3]), n[4], n[5], filter(words)));
    }
  }

  @Test
  void framesAsTorchvisionDoes() throws Exception {
    List<String[]> lines = stored("frame.txt");
    assertThat(lines).hasSize(400);
    for (String[] words : lines) {
      int[] n = numbers(words);
      ResizeCrop frame = new ResizeCrop(n[4], n[5], n[6], filter(words));
      check(words, frame.apply(noise(n[0], n[1], n[2], n[3])));
    }
  }

  @Test
  void shortSideKeepsTheProportion() {
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
  void aWindowInsideALargerArrayIsResizedAlike() {
    Image alone = noise(3, 3, 20, 30);
    byte[] longer = new byte[alone.pixels().length + 100];
    System.arraycopy(alone.pixels(), 0, longer, 50, alone.pixels().length);
    Image inside = new Image();
    inside.view(longer, 50, 3, 20, 30);
    assertThat(Resize.to(inside, 7, 40, Filter.BICUBIC).pixels())
        .isEqualTo(Resize.to(alone, 7, 40, Filter.BICUBIC).pixels());
    assertThat(Resize.crop(inside, 1, 2, 3, 4).pixels())
        .isEqualTo(Resize.crop(alone, 1, 2, 3, 4).pixels());
    assertThat(Resize.mirrored(inside).pixels()).isEqualTo(Resize.mirrored(alone).pixels());
    assertThat(inside.toChannels(1).pixels()).isEqualTo(alone.toChannels(1).pixels());
  }

  @Test
  void mirroredExchangesLeftAndRight() {
    Image image = noise(1, 3, 4, 5);
    Image mirrored = Resize.mirrored(image);
    for (int i = 0; i < 60; i++) {
      assertThat(mirrored.value(i / 15, i / 3 % 5, i % 3))
          .isEqualTo(image.value(i / 15, 4 - i / 3 % 5, i % 3));
    }
  }

  /** Of all colours in steps of 5; the hash is of Pillow 9.4.0's {@code convert("L")}. */
  @Test
  void greyIsPillows() throws Exception {
    Image colours = new Image(3, 52, 52 * 52);
    for (int i = 0; i < 52 * 52 * 52; i++) {
      colours.pixels()[3 * i] = (byte) (i / 2704 * 5);
      colours.pixels()[3 * i + 1] = (byte) (i / 52 % 52 * 5);
      colours.pixels()[3 * i + 2] = (byte) (i % 52 * 5);
    }
    check(new String[] {"b3226cf294959434"}, colours.toChannels(1));
    Image grey = noise(1, 1, 3, 3);
    assertThat(grey.toChannels(3).toChannels(1).pixels()).isEqualTo(grey.pixels());
    assertThat(grey.toChannels(1)).isSameAs(grey);
    assertThatThrownBy(() -> grey.toChannels(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesSizesThatCannotBe() {
    assertThatThrownBy(() -> Resize.to(noise(1, 3, 4, 4), 0, 3, Filter.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resize.centre(noise(1, 3, 4, 4), 5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
