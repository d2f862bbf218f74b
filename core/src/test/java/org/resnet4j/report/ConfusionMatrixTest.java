package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ConfusionMatrixTest {
  @Test
  void coloursByTheShareOfTheRow() throws Exception {
    long[][] counts = {{90, 10}, {0, 1000}};
    Document table = Xml.parse(ConfusionMatrix.of(List.of("cat", "dog"), counts).html());
    NodeList cells = table.getElementsByTagName("td");
    // The corner, then two cells and the share of right answers in each row.
    assertThat(cells.getLength()).isEqualTo(1 + 2 * 3);
    assertThat(cell(cells, 1).getAttribute("style")).isEqualTo("--s:0.9");
    assertThat(cell(cells, 1).getAttribute("class")).isEqualTo("hit strong");
    assertThat(cell(cells, 2).getAttribute("class")).isEqualTo("miss");
    assertThat(cell(cells, 2).getAttribute("style")).isEqualTo("--s:0.32");
    assertThat(cell(cells, 2).getAttribute("title")).isEqualTo("cat taken for dog: 10 of 100");
    assertThat(cell(cells, 3).getTextContent()).isEqualTo("90.0");
    assertThat(cell(cells, 4).getTextContent()).isEmpty();
    assertThat(cell(cells, 5).getTextContent()).isEqualTo("1000");
  }

  private static Element cell(NodeList cells, int i) {
    return (Element) cells.item(i);
  }

  @Test
  void escapesClassNames() throws Exception {
    String html =
        ConfusionMatrix.of(
                List.of("<script>alert(1)</script>", "\" onload='x"), new long[][] {{1, 1}, {1, 1}})
            .html();
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
    Document table = Xml.parse(html);
    assertThat(table.getElementsByTagName("script").getLength()).isZero();
    assertThat(((Element) table.getElementsByTagName("td").item(1)).hasAttribute("onload"))
        .isFalse();
  }

  @Test
  void holdsAHundredClasses() throws Exception {
    List<String> classes = IntStream.range(0, 100).mapToObj(i -> "class " + i).toList();
    long[][] counts = new long[100][100];
    for (int i = 0; i < 100; i++) {
      counts[i][i] = 90;
      counts[i][(i + 1) % 100] = 10;
    }
    String html = ConfusionMatrix.of(classes, counts).html();
    Document table = Xml.parse(html);
    assertThat(table.getElementsByTagName("tr").getLength()).isEqualTo(101);
    assertThat(table.getElementsByTagName("td").getLength()).isEqualTo(1 + 100 * 101);
    assertThat(table.getDocumentElement().getAttribute("class")).isEqualTo("matrix many");
    assertThat(html.length()).as("empty cells are cheap").isLessThan(200_000);
  }

  @Test
  void aClassWithoutImagesHasNoShare() throws Exception {
    String html = ConfusionMatrix.of(List.of("a", "b"), new long[][] {{0, 0}, {0, 3}}).html();
    assertThat(html).contains("<td class=\"recall\">–</td>").doesNotContain("NaN");
  }

  @Test
  void refusesWhatIsNoSquareOfCounts() {
    List<String> two = List.of("a", "b");
    assertThatThrownBy(() -> ConfusionMatrix.of(two, new long[2][3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rows of 2");
    assertThatThrownBy(() -> ConfusionMatrix.of(two, new long[1][2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConfusionMatrix.of(two, new long[][] {{1, -1}, {0, 0}}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
