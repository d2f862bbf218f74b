package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindSimilarPicturesTest {
  @Test
  void featuresKnowMoreThanTheClassesTheyWereTaught() throws Exception {
    assertThat(FindSimilarPictures.sameKind(300)).isGreaterThan(0.5);
  }
}
