package org.resnet4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void theFirstColumnsAreSetToTheLeftAndTheOthersToTheRight() {
    String table =
        TextTable.format(
            List.of(
                List.of("layer", "kind", "size"),
                List.of("fc", "linear", "7"),
                List.of("conv1", "conv", "12,345")),
            2);
    assertThat(table.lines())
        .containsExactly(
            "layer  kind      size", //
            "fc     linear       7",
            "conv1  conv    12,345");
  }

  @Test
  void noLineEndsInSpaces() {
    String table = TextTable.format(List.of(List.of("a", "long"), List.of("b", "x")), 2);
    assertThat(table.lines()).containsExactly("a  long", "b  x");
  }
}
