package org.resnet4j.compiled.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.layer.Shape;
import org.resnet4j.text.TextTable;

/**
 * How a plan computes a network's layers.
 *
 * @param network the name in the catalog
 * @param numbers the number type of most values: fp32, bf16 or int8
 * @param operations of the network's inference before folding and fusion
 * @param folded how many normalisations were folded into convolutions
 * @param rows the steps of the plan in the order of computation
 * @param weightBytes of all parameters in all stored layouts
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
   * @param name of its parameters, or of its place in the network
   * @param what the operation, for example {@code conv 3x3 + sum + ReLU}
   * @param kernel the name of oneDNN's implementation
   * @param reason why it was not fused into the step before it; empty if it never could be
   */
  public record Row(String name, String what, Shape output, String kernel, String reason) {}

  /** The steps that were not fused, for a reason. */
  public List<Row> unfused() {
    return rows.stream().filter(row -> !row.reason().isEmpty()).toList();
  }

  /** The table for a terminal. */
  public String format() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("step", "what", "output", "oneDNN kernel", "why not fused"));
    for (Row row : rows) {
      cells.add(
          List.of(row.name(), row.what(), row.output().toString(), row.kernel(), row.reason()));
    }
    return TextTable.format(cells, 5)
        + String.format(
            Locale.ROOT,
            "%n%s on %s in %s: %d steps for %d operations, %d of them folded normalisations, %d"
                + " steps could not be fused; %.1f MB of weights, %.1f MB of memory"
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
