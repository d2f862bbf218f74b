package org.resnet4j.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A confusion matrix: counts of images by true class (rows) and predicted class (columns). */
public final class ConfusionMatrix {
  /** From this share of its row on, a cell is dark enough to need the other text colour. */
  private static final double STRONG = 0.6;

  /** From this number of classes on, cells are small. */
  private static final int MANY = 25;

  private final List<String> classes;
  private final long[][] counts;

  private ConfusionMatrix(List<String> classes, long[][] counts) {
    this.classes = List.copyOf(classes);
    this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /**
   * A matrix with {@code counts[t][p]} images of class {@code t} taken for class {@code p}.
   *
   * @throws IllegalArgumentException if the counts are not a square matrix of the classes or one is
   *     negative
   */
  public static ConfusionMatrix of(List<String> classes, long[][] counts) {
    int n = classes.size();
    if (counts.length != n || Arrays.stream(counts).anyMatch(row -> row.length != n)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "confusion matrix: expected %d rows of %d counts, got %d rows of %s",
              n,
              n,
              counts.length,
              Arrays.stream(counts).map(r -> r.length).distinct().toList()));
    }
    if (Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException(
          "confusion matrix: expected counts of at least 0, got a negative one");
    }
    return new ConfusionMatrix(classes, counts);
  }

  /**
   * The matrix as an HTML table, escaped. A cell carries its share of the row as {@code --s}: the
   * share itself where right, its square root where wrong, so that a tenth of a class lost is
   * visible.
   */
  String html() {
    StringBuilder out = new StringBuilder();
    out.append("<table class=\"matrix").append(classes.size() >= MANY ? " many" : "");
    out.append("\"><thead><tr><td class=\"corner\">true ↓ predicted →</td>");
    for (String name : classes) {
      out.append("<th scope=\"col\"><span>").append(Html.escape(name)).append("</span></th>");
    }
    out.append(
        "<th scope=\"col\" class=\"recall\"><span>right (%)</span></th></tr></thead><tbody>\n");
    for (int i = 0; i < classes.size(); i++) {
      row(out, i);
    }
    return out.append("</tbody></table>").toString();
  }

  private void row(StringBuilder out, int truth) {
    long total = Arrays.stream(counts[truth]).sum();
    String name = Html.escape(classes.get(truth));
    out.append("<tr><th scope=\"row\">").append(name).append("</th>");
    for (int i = 0; i < classes.size(); i++) {
      long count = counts[truth][i];
      if (count == 0) {
        out.append(i == truth ? "<td class=\"hit\">0</td>" : "<td></td>");
        continue;
      }
      double share = (double) count / total;
      double shade = i == truth ? share : Math.sqrt(share);
      out.append("<td class=\"").append(i == truth ? "hit" : "miss");
      out.append(shade >= STRONG ? " strong" : "").append("\" style=\"--s:");
      out.append(Math.round(shade * 100) / 100.0).append("\" title=\"").append(name);
      out.append(" taken for ").append(Html.escape(classes.get(i))).append(": ").append(count);
      out.append(" of ").append(total).append("\">").append(count).append("</td>");
    }
    out.append("<td class=\"recall\">");
    out.append(total == 0 ? "–" : tenths(100.0 * counts[truth][truth] / total));
    out.append("</td></tr>\n");
  }

  private static String tenths(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
