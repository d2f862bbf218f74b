package org.resnet4j.image.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;

/** Every effect against Pillow's pixels, by the hashes of {@code effects.py}. */
class EffectTest {
  /** The picture that the script makes; in the middle of an array, as data sets hold theirs. */
  private static Image picture(int seed, String kind, int channels, int height, int width) {
    byte[] array = new byte[channels * height * width + 20];
    Arrays.fill(array, (byte) 77);
    int state = seed;
    int first = -1;
    for (int i = 10; i < array.length - 10; i++) {
      state = state * 1_103_515_245 + 12_345;
      int v = state >>> 16 & 0xFF;
      first = first < 0 ? v : first;
      array[i] =
          (byte)
              switch (kind) {
                case "noise" -> v;
                case "flat" -> first;
                case "narrow" -> 100 + v % 20;
                case "extreme" -> 255 * (v % 2);
                case "dark" -> v % 3;
                case "sparse" -> v % 16 == 0 ? v : first;
                default -> throw new IllegalArgumentException(kind);
              };
    }
    Image image = new Image();
    image.view(array, 10, channels, height, width);
    return image;
  }

  private static List<String[]> stored(String name) throws IOException {
    try (InputStream in = EffectTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private static Effect effect(String[] words, int at) {
    return switch (words[at]) {
      case "Brightness" -> new Brightness(Double.parseDouble(words[at + 1]));
      case "Contrast" -> new Contrast(Double.parseDouble(words[at + 1]));
      case "Saturation" -> new Saturation(Double.parseDouble(words[at + 1]));
      case "Sharpness" -> new Sharpness(Double.parseDouble(words[at + 1]));
      case "Hue" -> new Hue(Double.parseDouble(words[at + 1]));
      case "Posterize" -> new Posterize(Integer.parseInt(words[at + 1]));
      case "Solarize" -> new Solarize(Double.parseDouble(words[at + 1]));
      case "SolarizeAdd" ->
          new SolarizeAdd(Integer.parseInt(words[at + 1]), Integer.parseInt(words[at + 2]));
      case "Invert" -> new Invert();
      case "AutoContrast" -> new AutoContrast();
      case "Equalize" -> new Equalize();
      case "Grey" -> new Grey();
      case "Affine" ->
          new Affine(
              Motion.valueOf(words[at + 1]),
              Double.parseDouble(words[at + 2]),
              Interpolation.valueOf(words[at + 3]),
              colour(words[at + 4]));
      default -> throw new IllegalArgumentException(words[at]);
    };
  }

  private static Colour colour(String text) {
    int[] values = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    return new Colour(values[0], values[1], values[2]);
  }

  private static int[] numbers(String[] words) {
    return new int[] {
      Integer.parseInt(words[0]),
      Integer.parseInt(words[2]),
      Integer.parseInt(words[3]),
      Integer.parseInt(words[4])
    };
  }

  private static byte[] pixels(Image image) {
    return Arrays.copyOfRange(
        image.pixels(),
        image.offset(),
        image.offset() + image.channels() * image.height() * image.width());
  }

  @Test
  void equalsPillowBitForBit() throws Exception {
    Set<String> names = new HashSet<>();
    List<String[]> lines = stored("effects.txt");
    assertThat(lines).hasSize(1_326);
    for (String[] words : lines) {
      int[] n = numbers(words);
      Image image = picture(n[0], words[1], n[1], n[2], n[3]);
      byte[] before = image.pixels().clone();
      Image result = effect(words, 5).apply(image);
      assertThat(result).hasToString(image.toString());
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(pixels(result));
      assertThat(HexFormat.of().formatHex(hash))
          .as(String.join(" ", words))
          .startsWith(words[words.length - 1]);
      assertThat(image.pixels()).as("the picture itself").isEqualTo(before);
      names.add(words[5]);
    }
    assertThat(names).hasSize(Effect.class.getPermittedSubclasses().length);
  }

  @Test
  void everyColourIsPillows() throws Exception {
    for (String[] words : stored("colours.txt")) {
      Effect effect = effect(words, 0);
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      Image image = new Image(3, 256, 256);
      for (int red = 0; red < 256; red++) {
        for (int i = 0; i < 65_536; i++) {
          image.pixels()[3 * i] = (byte) red;
          image.pixels()[3 * i + 1] = (byte) (i >> 8);
          image.pixels()[3 * i + 2] = (byte) i;
        }
        hash.update(effect.apply(image).pixels());
      }
      assertThat(HexFormat.of().formatHex(hash.digest()))
          .as(String.join(" ", words))
          .startsWith(words[2]);
    }
  }

  @Test
  void namesShowTheirParameter() {
    assertThat(
            List.of(
                new Brightness(1.234),
                new Contrast(0.8),
                new Saturation(1.4),
                new Sharpness(0.05),
                new Hue(-0.05),
                new Posterize(4),
                new Solarize(127.5),
                new SolarizeAdd(77, 128),
                new Invert(),
                new AutoContrast(),
                new Equalize(),
                new Grey(),
                new Affine(Motion.SHEAR_X, -0.21, Interpolation.BILINEAR, Colour.BLACK),
                new Affine(Motion.SHEAR_Y, 0.2, Interpolation.NEAREST, Colour.BLACK),
                new Affine(Motion.TRANSLATE_X, 14, Interpolation.BICUBIC, Colour.BLACK),
                new Affine(Motion.TRANSLATE_Y, -3.5, Interpolation.BICUBIC, Colour.BLACK),
                new Affine(Motion.ROTATE, -12.5, Interpolation.BICUBIC, Colour.BLACK)))
        .map(Effect::toString)
        .containsExactly(
            "Brightness 1.23",
            "Contrast 0.80",
            "Saturation 1.40",
            "Sharpness 0.05",
            "Hue -0.05",
            "Posterize 4",
            "Solarize 127.50",
            "Solarize-add 77 below 128",
            "Invert",
            "Auto-contrast",
            "Equalize",
            "Grey",
            "Shear x -0.21",
            "Shear y 0.20",
            "Translate x 14.00",
            "Translate y -3.50",
            "Rotate -12.50");
  }

  /** As a reader expects it: positive amounts move to the right and down, and turn to the left. */
  @Test
  void motionsGoTheirWay() {
    Image image = new Image(1, 3, 3);
    image.pixels()[5] = (byte) 200;
    assertThat(moved(Motion.TRANSLATE_X, -1, image).value(1, 1, 0)).isEqualTo(200);
    assertThat(moved(Motion.TRANSLATE_Y, 1, image).value(2, 2, 0)).isEqualTo(200);
    assertThat(moved(Motion.ROTATE, 90, image).value(0, 1, 0)).isEqualTo(200);
    assertThat(moved(Motion.SHEAR_X, 1, image).value(1, 0, 0)).isEqualTo(200);
    assertThat(moved(Motion.SHEAR_Y, 0.3, image).value(0, 2, 0)).isEqualTo(200);
  }

  private static Image moved(Motion motion, double amount, Image image) {
    return new Affine(motion, amount, Interpolation.NEAREST, Colour.BLACK).apply(image);
  }

  /** What lies before and after a picture in its array must not show, in any interpolation. */
  @Test
  void surroundingsAreTheFill() {
    Random random = new Random(5);
    for (Interpolation interpolation : Interpolation.values()) {
      for (int i = 0; i < 200; i++) {
        Image image = picture(i, "flat", 3, 1 + random.nextInt(9), 1 + random.nextInt(9));
        int level = image.value(0, 0, 0);
        Motion motion = Motion.values()[random.nextInt(5)];
        Colour fill = new Colour(level, level, level);
        Image result =
            new Affine(motion, random.nextGaussian() * 9, interpolation, fill).apply(image);
        assertThat(result.pixels()).containsOnly((byte) level);
      }
    }
  }

  private static void refused(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void refusesParametersOutOfRange() {
    refused(() -> new Brightness(-0.1), "expected a factor from 0 to 1000.0, got -0.1");
    refused(() -> new Contrast(Double.NaN), "expected a factor from 0 to 1000.0, got NaN");
    refused(() -> new Saturation(-1), "expected a factor from 0 to 1000.0, got -1.0");
    refused(() -> new Sharpness(1001), "expected a factor from 0 to 1000.0, got 1001.0");
    refused(() -> new Hue(0.51), "expected a shift from -0.5 to 0.5, got 0.51");
    refused(() -> new Hue(-0.51), "expected a shift from -0.5 to 0.5, got -0.51");
    refused(() -> new Posterize(9), "expected 0 to 8 bits, got 9");
    refused(() -> new Posterize(-1), "expected 0 to 8 bits, got -1");
    refused(() -> new Solarize(256.5), "expected a threshold from 0 to 256, got 256.5");
    refused(() -> new Solarize(-1), "expected a threshold from 0 to 256, got -1.0");
    refused(() -> new SolarizeAdd(256, 1), "expected an addition from 0 to 255, got 256");
    refused(() -> new SolarizeAdd(-1, 1), "expected an addition from 0 to 255, got -1");
    refused(() -> new SolarizeAdd(1, 257), "expected a threshold from 0 to 256, got 257");
    refused(() -> new SolarizeAdd(1, -1), "expected a threshold from 0 to 256, got -1");
    String colour = "expected red, green and blue from 0 to 255, got ";
    refused(() -> new Colour(256, 0, 0), colour + "256, 0, 0");
    refused(() -> new Colour(0, -1, 0), colour + "0, -1, 0");
    refused(() -> new Colour(0, 0, 300), colour + "0, 0, 300");
    refused(
        () -> new Affine(Motion.ROTATE, Double.NaN, Interpolation.NEAREST, Colour.BLACK),
        "expected an amount of at most 16777216, got NaN");
  }
}
