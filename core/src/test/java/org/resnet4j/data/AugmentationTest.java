package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.resnet4j.layer.Shape;

class AugmentationTest {
  private static final Augmentation ALL = new Augmentation(1, 2, true, true, true, 3);

  @Test
  void eachPartIsChangedAlone() {
    assertThat(ALL.withPad(9)).isEqualTo(new Augmentation(9, 2, true, true, true, 3));
    assertThat(ALL.withCrop(9)).isEqualTo(new Augmentation(1, 9, true, true, true, 3));
    assertThat(ALL.withReflect(false)).isEqualTo(new Augmentation(1, 2, false, true, true, 3));
    assertThat(ALL.withFlip(true)).isEqualTo(ALL);
    assertThat(ALL.withFlip(false)).isEqualTo(new Augmentation(1, 2, true, false, false, 3));
    assertThat(Augmentation.NONE.withFlip(true))
        .isEqualTo(new Augmentation(0, 0, false, true, false, 0));
    assertThat(ALL.withAlternate(false)).isEqualTo(new Augmentation(1, 2, true, true, false, 3));
    assertThat(ALL.withCutout(9)).isEqualTo(new Augmentation(1, 2, true, true, true, 9));
  }

  /** He et al. 2015, section 4.2. */
  @Test
  void thePaperPadsByFourAndFlipsByACoin() {
    assertThat(Augmentation.PAPER).isEqualTo(new Augmentation(4, 0, false, true, false, 0));
    assertThat(Augmentation.NONE).isEqualTo(new Augmentation(0, 0, false, false, false, 0));
  }

  @Test
  void aWindowMayBeAsLargeAsThePaddedImage() {
    Shape image = new Shape(3, 20, 24);
    assertThat(Augmentation.NONE.withPad(4).resultOf(image)).isEqualTo(image);
    assertThat(Augmentation.NONE.withCrop(20).resultOf(image)).isEqualTo(new Shape(3, 20, 20));
    assertThat(Augmentation.NONE.withCrop(22).withPad(1).resultOf(image))
        .isEqualTo(new Shape(3, 22, 22));
    assertThatThrownBy(() -> Augmentation.NONE.withCrop(21).resultOf(image))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("21 pixels");
    assertThatThrownBy(() -> Augmentation.NONE.withCrop(23).withPad(1).resultOf(image))
        .isInstanceOf(DataException.class);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Augmentation.NONE.withPad(-1)).hasMessageContaining("got -1, 0 and 0");
    assertThatThrownBy(() -> Augmentation.NONE.withCrop(-1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> Augmentation.NONE.withCutout(-1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> Augmentation.NONE.withAlternate(true)).hasMessageContaining("flip");
  }
}
