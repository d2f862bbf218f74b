package org.resnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResizedBoxTest {
  @Test
  void equalsTorchvisionBitForBit() throws Exception {
    List<String[]> lines = ResizeTest.stored("crop.txt");
    assertThat(lines).hasSize(400);
    for (String[] words : lines) {
      int[] n = ResizeTest.numbers(words);
      ResizedBox frame =
          new ResizedBox(n[4], n[5], n[6], n[7], n[8], n[9], ResizeTest.filter(words));
      ResizeTest.check(words, frame.apply(ResizeTest.noise(n[0], n[1], n[2], n[3])));
    }
  }

  /** A decoder that is told so may leave out the rest. */
  @Test
  void readsTheBoxAndNothingElse() {
    ResizedBox frame = new ResizedBox(3, 5, 20, 30, 7, 9, Filter.BICUBIC);
    Region box = new Region(3, 5, 23, 35);
    assertThat(frame.target(3, 40, 50, false).region(40, 50)).isEqualTo(box);
    assertThat(frame.target(3, 40, 50, true).region(50, 40)).isEqualTo(new Region(5, 3, 35, 23));
  }

  @Test
  void refusesBoxesThatCannotBe() {
    Image image = ResizeTest.noise(1, 3, 10, 12);
    assertThat(new ResizedBox(3, 4, 7, 8, 2, 2, Filter.BILINEAR).apply(image)).hasToString("3x2x2");
    for (ResizedBox each :
        List.of(
            new ResizedBox(4, 4, 7, 8, 2, 2, Filter.BILINEAR),
            new ResizedBox(3, 5, 7, 8, 2, 2, Filter.BILINEAR))) {
      assertThatThrownBy(() -> each.apply(image))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected a box inside a picture of 10 x 12 pixels, got 7x8+");
    }
    assertThatThrownBy(() -> new ResizedBox(0, 0, 0, 1, 2, 2, Filter.BILINEAR))
        .hasMessage("expected a box of at least one pixel, got 0 x 1 at row 0, column 0");
    assertThatThrownBy(() -> new ResizedBox(0, -1, 1, 1, 2, 2, Filter.BILINEAR))
        .hasMessage("expected a box of at least one pixel, got 1 x 1 at row 0, column -1");
    assertThatThrownBy(() -> new ResizedBox(0, 0, 1, 1, 2, 0, Filter.BILINEAR))
        .hasMessage("expected positive image sides, got 2 x 0");
  }
}
