package org.resnet4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.resnet4j.layer.Sequence.sequence;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.DataException;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.infer.Noise;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;

class ViewsTest {
  private static final Shape INPUT = new Shape(3, 32, 32);

  private static List<Image> views(Views views, Shape input, Image picture) {
    return views.of(new Noise.Pictures(input, List.of(picture)), 0, Filter.BILINEAR);
  }

  /** The hashes are from {@code evaluation.py}. */
  @Test
  void showTheSamePixelsAsTorchvision() throws Exception {
    List<String> lines;
    try (InputStream in = ViewsTest.class.getResourceAsStream("views.txt")) {
      lines =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
    }
    assertThat(lines).hasSize(12);
    for (String line : lines) {
      String[] words = line.split(" ");
      int size = Integer.parseInt(words[4]);
      Image picture =
          Noise.picture(
              Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      List<String> hashes = new ArrayList<>();
      for (Image view : views(Views.named(words[0]), new Shape(3, size, size), picture)) {
        hashes.add(hash(view).substring(0, 16));
      }
      assertThat(hashes).as(line).isEqualTo(Arrays.asList(words).subList(5, words.length));
    }
  }

  private static String hash(Image image) throws Exception {
    int size = image.channels() * image.height() * image.width();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(image.pixels(), image.offset(), size);
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void aFlipShowsTheImageAndItsMirrorImage() {
    Image picture = Noise.picture(1, 40, 50);
    List<Image> shown = views(Views.FLIP, INPUT, picture);
    assertThat(shown).hasSize(2).allMatch(view -> view.toString().equals("3x32x32"));
    for (int x = 0; x < 32; x++) {
      assertThat(shown.get(1).value(3, x, 2)).isEqualTo(shown.get(0).value(3, 31 - x, 2));
    }
    assertThat(views(Views.NONE, INPUT, picture)).hasSize(1);
  }

  @Test
  void anInputThatIsNoSquareIsCutFromAPictureThatHoldsIt() {
    List<Image> shown = views(Views.TEN_CROP, new Shape(3, 28, 56), Noise.picture(1, 70, 90));
    assertThat(shown).hasSize(10).allMatch(view -> view.toString().equals("3x28x56"));
  }

  @Test
  void aWholePictureMayNotBeTooLong() {
    assertThat(views(Views.MULTI_SCALE, INPUT, Noise.picture(1, 10, 80))).hasSize(5);
    assertThatThrownBy(() -> views(Views.MULTI_SCALE, INPUT, Noise.picture(1, 10, 81)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("image 0 of noise", "10 by 81", "other views");
    assertThatThrownBy(() -> views(Views.TEN_CROP, INPUT, Noise.picture(1, 1, 2_000_000)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("image 0 of noise", "too long and thin");
  }

  @Test
  void networksThatNeedTheirSizeAreRefusedOtherSizes() {
    Options options = Options.cifar(Shortcut.NONE);
    Architecture rigid =
        new Architecture(
            "rigid", options, sequence(new Flatten(), new Linear("fc", 3 * 32 * 32, 10)));
    assertThatThrownBy(() -> Views.MULTI_SCALE.requireFit(rigid, INPUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("rigid", "3x32x32", "multi-scale", "other views");
    Views.TEN_CROP.requireFit(rigid, INPUT);
    for (String name : List.of("resnet18", "vgg11-bn", "googlenet", "cifar-resnet20")) {
      Architecture network = Catalog.standard().build(name);
      Views.MULTI_SCALE.requireFit(network, network.options().input());
    }
  }

  @Test
  void namesAreThoseOfTheFlag() {
    for (Views views : Views.values()) {
      assertThat(Views.named(views.toString())).isEqualTo(views);
    }
    assertThatThrownBy(() -> Views.named("TEN_CROP"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("none, flip, ten-crop, multi-scale", "TEN_CROP");
  }
}
