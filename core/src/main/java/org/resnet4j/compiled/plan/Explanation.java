package org.resnet4j.compiled.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.layer.Shape;
import org.resnet4j.text.TextTable;

/**
 * What became of a network's layers in a plan.
 *
 * @param network the name in the catalog
 * @param numbers in which most values are kept: fp32, bf16 or int8
 * @param operations that inference of the network needs, one by one
 * @param folded how many normalisations became part of convolutions before that
 * @param rows the steps of the plan in the order of computation
 * @param weightBytes of all parameters in the orders that are kept
 * @param workspaceBytes that each core needs for one image
 */
public record Explanation(
    String network,
    Shape input,
    String numbers,
    int operations,
    int folded,
    List<Row> rows,
    long weightBytes,
    long workspaceBytes) {
  public Explanation {
    rows = List.copyOf(rows);
  }

  /**
   * A step.
   *
   * @param name of its parameters, or of the place where it stands
   * @param what it computes, for example {@code conv 3x3 + sum + ReLU}
   * @param kernel which of oneDNN's implementations does it
   * @param reason why it is no part of the step before it; empty where there is no question
   */
  public record Row(String name, String what, Shape output, String kernel, String reason) {}

  /** The steps that stand alone for a reason. */
  public List<Row> unfused() {
    return rows.stream().filter(row -> !row.reason().isEmpty()).toList();
  }

  /** The table for a terminal. */
  public String format() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("step", "what", "output", "oneDNN kernel", "why it stands alone"));
    for (Row row : rows) {
      cells.add(
          List.of(row.name(), row.what(), row.output().toString(), row.kernel(), row.reason()));
    }
    return TextTable.format(cells, 5)
        + String.format(
            Locale.ROOT,
            "%n%s on %s in %s: %d steps for %d operations, %d of them folded normalisations, %d"
                + " steps could not become part of others; %.1f MB of weights, %.1f MB of memory"
                + " per core for one image%n",
            network,
            input,
            numbers,
            rows.size(),
            operations,
            folded,
            unfused().size(),
            weightBytes / 1e6,
            workspaceBytes / 1e6);
  }
}
