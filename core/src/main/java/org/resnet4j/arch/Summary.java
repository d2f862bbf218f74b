package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.layer.Shape;

/**
 * What a network costs: a row per layer and the totals, for one image.
 *
 * @param network the name in the catalog
 * @param input the shape of the image
 * @param rows one per layer, in the order of computation
 * @param parameters how many values training changes, without side classifiers
 * @param multiplyAdds multiplications with an addition, of convolutions and linear layers, without
 *     side classifiers
 * @param activationBytes the outputs of all layers in fp32, without side classifiers: what a
 *     training pass keeps of one image when nothing is computed in place
 * @param auxiliaryParameters the parameters of the side classifiers, which only training needs
 */
public record Summary(
    String network,
    Shape input,
    List<Row> rows,
    long parameters,
    long multiplyAdds,
    long activationBytes,
    long auxiliaryParameters) {

  /**
   * One layer.
   *
   * @param name its parameters' name, or the place where it stands and its kind
   * @param kind what it does, for example {@code conv 3x3/2}
   * @param output the shape of what leaves it
   * @param parameters how many values training changes
   * @param multiplyAdds for one image; 0 but for convolutions and linear layers
   * @param auxiliary whether it belongs to a side classifier
   */
  public record Row(
      String name,
      String kind,
      Shape output,
      long parameters,
      long multiplyAdds,
      boolean auxiliary) {}

  public Summary {
    rows = List.copyOf(rows);
  }

  /** Follows one image through the network. */
  public static Summary of(Architecture network) {
    CostOps ops = new CostOps();
    network.layers().apply(ops, network.options().input());
    List<Row> rows = ops.rows();
    long parameters = 0;
    long multiplyAdds = 0;
    long activations = 0;
    long auxiliary = 0;
    for (Row row : rows) {
      if (row.auxiliary()) {
        auxiliary += row.parameters();
      } else {
        parameters += row.parameters();
        multiplyAdds += row.multiplyAdds();
        activations += row.output().size();
      }
    }
    return new Summary(
        network.name(),
        network.options().input(),
        rows,
        parameters,
        multiplyAdds,
        activations * Float.BYTES,
        auxiliary);
  }

  /** The table for a terminal. */
  public String format() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("layer", "kind", "output", "parameters", "multiply-adds"));
    for (Row row : rows) {
      cells.add(
          List.of(
              row.name() + (row.auxiliary() ? " (training only)" : ""),
              row.kind(),
              row.output().toString(),
              row.parameters() == 0 ? "" : String.format("%,d", row.parameters()),
              row.multiplyAdds() == 0 ? "" : String.format("%,d", row.multiplyAdds())));
    }
    StringBuilder text = new StringBuilder(TextTable.format(cells, 3));
    text.append(
        String.format(
            "%n%s on %s: %,d parameters, %,d multiply-adds, %.1f MB of activations per image"
                + " (fp32)%n",
            network, input, parameters, multiplyAdds, activationBytes / 1e6));
    if (auxiliaryParameters > 0) {
      text.append(
          String.format(
              "Side classifiers, in training only: %,d parameters more%n", auxiliaryParameters));
    }
    return text.toString();
  }
}
