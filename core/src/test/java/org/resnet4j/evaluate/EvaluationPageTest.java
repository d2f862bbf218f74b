package org.resnet4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationPageTest {
  /** Results as of a network that is right on two of three images. */
  private static Evaluation made(int classes, int images, int first) {
    Tally tally = new Tally(classes);
    Random random = new Random(classes);
    for (int i = 0; i < images; i++) {
      int label = first + i % (classes - first);
      float[] logits = new float[classes];
      for (int c = first; c < classes; c++) {
        logits[c] = (float) random.nextGaussian();
      }
      for (int c = 0; c < first; c++) {
        logits[c] = -9;
      }
      logits[random.nextInt(3) == 0 ? first + random.nextInt(classes - first) : label] += 5;
      tally.add(logits, 0, i, label);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "<class> " + c).toList();
    return tally.result(names, 1.5);
  }

  private static String html(Evaluation evaluation) {
    return EvaluationPage.page(
            "title",
            "what.",
            evaluation,
            List.of(),
            Map.of("seed", "7"),
            List.of("./resnet", "evaluate"))
        .html();
  }

  @ParameterizedTest
  @CsvSource({"10, true, false", "21, true, false", "100, true, true", "1000, false, true"})
  void showsTheErrorsSoThatTheyCanBeRead(int classes, boolean matrix, boolean pairs) {
    String html = html(made(classes, 5 * classes, 0));
    assertThat(html.contains("<table class=\"matrix")).isEqualTo(matrix);
    assertThat(html.contains("most confused")).isEqualTo(pairs);
    assertThat(html)
        .contains("top-1", "calibration error", "Reliability", "Confidence", "./resnet evaluate")
        .contains("&lt;class&gt; 9")
        .doesNotContain("<class>");
    assertThat(html.length()).as("can be mailed").isLessThan(2 << 20);
  }

  @Test
  void classesThatDoNotOccurAreLeftOut() {
    String html = html(made(1_000, 200, 980));
    assertThat(html).contains("<table class=\"matrix", "&lt;class&gt; 980");
    assertThat(html).doesNotContain("&lt;class&gt; 979");
  }
}
