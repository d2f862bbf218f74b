package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class PageTest {
  private static final String EVIL = "<script>alert('x')</script>\"&";

  private static Page full(String text) {
    return Page.titled(text)
        .lead(text)
        .figures(new KeyFigure(text, text, text))
        .section(
            text,
            Element.paragraph(text),
            Element.note(text),
            Element.figure(
                LineChart.of(text).series(text, new double[] {1, 2}, new double[] {1, 2}), text),
            Element.figure(BarChart.of(text, List.of(text)).series(text, new double[] {1}), text),
            Element.table(text, List.of(text, "n"), List.of(List.of(text, "8.9 ± 0.2"))),
            Element.settings(Map.of(text, text)),
            Element.command(text),
            Element.matrix(
                ConfusionMatrix.of(List.of(text, "b"), new long[][] {{1, 2}, {3, 4}}), text),
            Element.links(new Element.Link(text, "a/b.html?" + text, text)))
        .footer(text);
  }

  @Test
  void escapesEveryText() {
    String html = full(EVIL).html();
    assertThat(html).doesNotContain("<script").doesNotContain("alert('x')");
    assertThat(html.split("&lt;script&gt;alert\\(&#39;x&#39;\\)", -1).length - 1)
        .as("title twice, lead, tile 3, heading, and what the elements show")
        .isGreaterThan(20);
  }

  @Test
  void everyTextIsShownWhereItBelongs() throws Exception {
    String html =
        Page.titled("title")
            .lead("the lead")
            .figures(new KeyFigure("top-1", "90.6", "%"), new KeyFigure("runs", "5", ""))
            .section(
                "heading",
                Element.paragraph("a paragraph"),
                Element.note("a note"),
                Element.command("resnet4j train"),
                Element.table("a caption", List.of("h"), List.of(List.of("cell"))),
                Element.table("", List.of("other"), List.of(List.of("1"))),
                Element.settings(Map.of("rate", "0.1")),
                Element.matrix(
                    ConfusionMatrix.of(List.of("cat", "dog"), new long[][] {{1, 2}, {3, 4}}),
                    "who is who"),
                Element.links(new Element.Link("the run", "a.html", "a remark")))
            .footer("the foot")
            .html();
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + 7);
    assertThat(texts(body, "h1")).containsExactly("title");
    assertThat(texts(body, "h2")).containsExactly("heading");
    assertThat(texts(body, "p")).containsSubsequence("the lead", "a paragraph", "a note");
    assertThat(texts(body, "code")).containsExactly("resnet4j train");
    assertThat(texts(body, "dt")).contains("top-1", "runs");
    assertThat(texts(body, "dd")).contains("90.6 %", "5");
    assertThat(texts(body, "small")).as("a number without a unit").containsExactly("%");
    assertThat(texts(body, "caption")).containsExactly("a caption");
    assertThat(texts(body, "th")).contains("h", "other", "cat", "dog");
    assertThat(texts(body, "td")).contains("cell", "1", "2", "3", "4");
    assertThat(texts(body, "figcaption")).containsExactly("who is who");
    assertThat(texts(body, "a")).containsExactly("the run");
    assertThat(texts(body, "footer")).containsExactly("the foot");
    assertThat(body).contains("rate", "0.1", "href=\"a.html\"", "a remark");
    String bare = Page.titled("title").section("heading").html();
    assertThat(bare).doesNotContain("<footer").doesNotContain("class=\"lead\"");
    assertThat(bare).doesNotContain("<dl class=\"tiles\"");
  }

  private static List<String> texts(String body, String element) throws Exception {
    NodeList nodes = Xml.parse(body).getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  /** XML 1.0, production 2: control characters and halves of pairs are no characters. */
  @Test
  void whatIsNoCharacterIsReplaced() {
    assertThat(Html.escape("\t\n\r \ud7ff\ue000\ufffd\ud83d\ude00"))
        .isEqualTo("\t\n\r \ud7ff\ue000\ufffd\ud83d\ude00");
    assertThat(Html.escape("\u0000|\u001f|\ud800|\udfff|\ufffe|\uffff"))
        .isEqualTo("\ufffd|\ufffd|\ufffd|\ufffd|\ufffd|\ufffd");
  }

  @Test
  void bodyIsWellFormed() throws Exception {
    String html = full(EVIL).html();
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + 7);
    assertThat(Xml.parse(body).getElementsByTagName("section").getLength()).isEqualTo(1);
    assertThat(Xml.parse(body).getElementsByTagName("figure").getLength()).isEqualTo(3);
  }

  @Test
  void needsNothingFromElsewhere() {
    String html = full("text").html().replace("http://www.w3.org/2000/svg", "");
    assertThat(html)
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("<link")
        .doesNotContain(" src=");
    assertThat(html).contains("prefers-color-scheme: dark").contains("@media print");
  }

  @Test
  void isTheSameEachTime() {
    assertThat(full("text").html()).isEqualTo(full("text").html());
  }

  @Test
  void neighbouringChartsShareOneGallery() {
    Element figure = Element.figure(LineChart.of(""), "");
    String html =
        Page.titled("").section("", figure, figure, Element.paragraph("between"), figure).html();
    assertThat(html.split("class=\"gallery\"", -1)).hasSize(3);
  }

  @Test
  void numbersStandToTheRight() {
    String html =
        Page.titled("")
            .section(
                "",
                Element.table(
                    "",
                    List.of("net", "parameters", "error", "published"),
                    List.of(
                        List.of("resnet20", "269,722", "8.9 ± 0.2", "8.75"),
                        List.of("plain56", "0.85 M", "-1e-5", "–"))))
            .html();
    assertThat(html)
        .contains("<td>resnet20</td><td class=\"number\">269,722</td>")
        .contains("<td class=\"number\">8.9 ± 0.2</td><td class=\"number\">8.75</td>");
  }

  /** In print, by the colour-blind and by screen readers: sign, line and word beside the colour. */
  @Test
  void outcomesAreToldApartByMoreThanColour() {
    String html =
        Page.titled("")
            .section(
                "",
                Element.claim(Mark.YES, "seen", "1 < 2."),
                Element.claim(Mark.NO, "contradicted", "2 < 1."),
                Element.claim(Mark.OPEN, "undecided", "a < b."))
            .html();
    assertThat(html)
        .contains(
            "<p class=\"claim yes\"><span class=\"mark\"><span aria-hidden=\"true\">✓</span>"
                + " seen</span> 1 &lt; 2.</p>",
            "<p class=\"claim no\"><span class=\"mark\"><span aria-hidden=\"true\">✗</span>",
            "<p class=\"claim open\"><span class=\"mark\"><span aria-hidden=\"true\">?</span>")
        .contains(".claim.no { --outcome: var(--no); border-left-style: double; }");
  }

  @Test
  void picturesAreAPartOfThePage() {
    String html =
        Page.titled("")
            .section(
                "",
                Element.pictures(
                    "Worst & <best>",
                    List.of(
                        new Element.Picture(
                            List.of(new byte[] {1, 2, 3}, new byte[] {4}),
                            List.of("<b>cat</b>", "a/\"x\" onerror=.png")))))
            .html();
    assertThat(html)
        .contains("img-src data:;", "<h3>Worst &amp; &lt;best&gt;</h3>")
        .contains("src=\"data:image/png;base64,AQID\">", "base64,BA==\">")
        .contains("<p>&lt;b&gt;cat&lt;/b&gt;</p>", "a/&quot;x&quot; onerror=.png");
  }

  @Test
  void refusesRaggedTablesAndLinksThatRun() {
    assertThatThrownBy(() -> Element.table("t", List.of("a"), List.of(List.of("1", "2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 cells");
    for (String href : List.of("javascript:alert(1)", " JavaScript:x", "data:text/html,x")) {
      assertThatThrownBy(() -> new Element.Link("a", href, ""))
          .as(href)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new Element.Link("a", "runs/10:30/report.html", "").href()).isNotEmpty();
  }

  @Test
  void isWrittenAsItIs(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new/report.html");
    full("≥ 90 %").write(file);
    assertThat(Files.readString(file)).isEqualTo(full("≥ 90 %").html());
  }

  @Test
  void aCommandCanBePastedIntoAShell() {
    assertThat(Element.command(List.of("./resnet", "--data", "folder:my cats", "it's")))
        .isEqualTo(Element.command("./resnet --data 'folder:my cats' 'it'\\''s'"));
  }
}
