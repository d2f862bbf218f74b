package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.cost.CostOps;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.layer.Shape;
import org.resnet4j.text.TextTable;

/**
 * The cost of a network: a row per layer and the totals, for one image.
 *
 * @param network the name in the catalog
 * @param input the shape of the image
 * @param rows one per layer, in the order of computation
 * @param parameters the number of trainable values, without side classifiers
 * @param multiplyAdds multiplications with an addition, of convolutions and linear layers, without
 *     side classifiers
 * @param activationBytes the outputs of all layers in fp32, without side classifiers: the memory of
 *     a training pass for one image when nothing is computed in place
 * @param auxiliaryParameters the parameters of the side classifiers, which only training needs
 */
public record Summary(
    String network,
    Shape input,
    List<LayerCost> rows,
    long parameters,
    long multiplyAdds,
    long activationBytes,
    long auxiliaryParameters) {
  /**
   * The limit for the largest map of an image: that of ResNet-50 at 1,448 x 1,448 pixels. Inference
   * keeps about three such maps for each thread.
   */
  private static final long MOST_MAP_BYTES = 128L << 20;

  public Summary {
    rows = List.copyOf(rows);
  }

  /** Propagates one image through the network. */
  public static Summary of(Architecture network) {
    return of(network, network.options().input());
  }

  /**
   * Checks before memory is allocated that the largest map of one image takes at most 128 MiB in
   * fp32. A file of a few bytes can request images of any size.
   *
   * @param input the shape of the image, which need not be that of the network's options
   * @throws IllegalArgumentException if it takes more, or does not fit the network
   */
  public static void requireAffordable(Architecture network, Shape input) {
    long largest =
        of(network, input).rows().stream()
            .mapToLong(row -> row.output().size())
            .reduce(input.size(), Math::max);
    if (largest * Float.BYTES > MOST_MAP_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images of %s are too large for %s: expected a largest map of at most %d MiB in "
                  + "fp32, got %,.1f MiB",
              input,
              network.name(),
              MOST_MAP_BYTES >> 20,
              largest * Float.BYTES / 0x1p20));
    }
  }

  private static Summary of(Architecture network, Shape input) {
    CostOps ops = new CostOps();
    network.layers().apply(ops, input);
    List<LayerCost> rows = ops.rows();
    long parameters = 0;
    long multiplyAdds = 0;
    long activations = 0;
    long auxiliary = 0;
    for (LayerCost row : rows) {
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
        input,
        rows,
        parameters,
        multiplyAdds,
        activations * Float.BYTES,
        auxiliary);
  }

  /** The table for a terminal. */
  public String format() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("layer", "kind", "output", "parameters", "mult-adds"));
    for (LayerCost row : rows) {
      cells.add(
          List.of(
              row.name() + (row.auxiliary() ? " (training)" : ""),
              row.kind(),
              row.output().toString(),
              row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters()),
              row.multiplyAdds() == 0
                  ? ""
                  : String.format(Locale.ROOT, "%,d", row.multiplyAdds())));
    }
    StringBuilder text = new StringBuilder(TextTable.format(cells, 3));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s on %s:%n%,d parameters, %,d multiply-adds,%n"
                + "%.1f MB of activations per image (fp32)%n",
            network,
            input,
            parameters,
            multiplyAdds,
            activationBytes / 1e6));
    if (auxiliaryParameters > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "Side classifiers, in training only: %,d parameters more%n",
              auxiliaryParameters));
    }
    return text.toString();
  }
}
