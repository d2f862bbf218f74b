package org.resnet4j.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSharesTest {
  @ParameterizedTest
  @ValueSource(strings = {"80,20", "70,15,15", "0,100", "1,99", "98,1,1"})
  void isReadAsItIsWritten(String text) {
    assertThat(SplitShares.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "80,20,",
        "80;20",
        "80,19",
        "80,21",
        "100,0",
        "0,50,50",
        "80,0,20",
        "-1,101",
        "110,20,-30",
        "1000,20",
        "80, 20"
      })
  void whatIsNoSplitIsRefused(String text) {
    assertThatThrownBy(() -> SplitShares.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("80,20 or 70,15,15");
  }

  @Test
  void negativeSharesAreRefused() {
    assertThatThrownBy(() -> new SplitShares(-1, 101, 0)).hasMessageContaining("got -1,101");
    assertThatThrownBy(() -> new SplitShares(80, 30, -10)).hasMessageContaining("got 80,30,-10");
  }

  @Test
  void theUsualOneHoldsOutAFifth() {
    assertThat(SplitShares.DEFAULT).isEqualTo(new SplitShares(80, 20, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "'80,20', 100, 20, 0",
    "'80,20', 9, 1, 0",
    "'80,20', 1, 1, 0",
    "'70,15,15', 100, 15, 15",
    "'70,10,20', 10, 1, 2",
    "'70,10,20', 3, 1, 1"
  })
  void everyPartThatThereIsGetsAPictureOfEachClass(
      String text, int pictures, int validation, int test) {
    SplitShares shares = SplitShares.parse(text);
    assertThat(shares.validationOf(pictures)).isEqualTo(validation);
    assertThat(shares.testOf(pictures)).isEqualTo(test);
  }

  @Test
  void aClassNeedsAPictureForEachPart() {
    assertThat(SplitShares.parse("0,100").fewest()).isEqualTo(1);
    assertThat(SplitShares.parse("80,20").fewest()).isEqualTo(2);
    assertThat(SplitShares.parse("70,15,15").fewest()).isEqualTo(3);
  }
}
