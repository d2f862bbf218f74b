package org.resnet4j.arch.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

/**
 * Interprets a network on a shape and records the cost of each layer. A layer without parameters is
 * named after the next mark: the ReLUs of {@code layer1.0} wait for its mark and become {@code
 * layer1.0.relu1} and {@code layer1.0.relu2}.
 */
public final class CostOps implements Ops<Shape> {
  private final Shapes shapes = new Shapes();
  private final List<LayerCost> rows = new ArrayList<>();
  private int named; // rows before this one have their final names
  private boolean inAuxiliary;

  /** Has recorded nothing. */
  public CostOps() {}

  /** A row per layer, in the order of computation. */
  public List<LayerCost> rows() {
    nameWaitingRows("");
    return rows;
  }

  @Override
  public Shape conv(Conv conv, Shape x) {
    Shape y = shapes.conv(conv, x);
    String size = conv.kernel() + "x" + conv.kernel();
    String stride = conv.stride() == 1 ? "" : "/" + conv.stride();
    String groups = conv.groups() == 1 ? "" : " " + conv.groups() + " groups";
    long perOutput = (long) conv.in() / conv.groups() * conv.kernel() * conv.kernel();
    return row(conv.name(), "conv " + size + stride + groups, y, conv, y.size() * perOutput);
  }

  @Override
  public Shape batchNorm(BatchNorm norm, Shape x) {
    return row(norm.name(), "batch norm", shapes.batchNorm(norm, x), norm, 0);
  }

  @Override
  public Shape linear(Linear linear, Shape x) {
    long multiplyAdds = (long) linear.in() * linear.out();
    return row(linear.name(), "linear", shapes.linear(linear, x), linear, multiplyAdds);
  }

  @Override
  public Shape relu(Shape x) {
    return row("relu", shapes.relu(x));
  }

  @Override
  public Shape sigmoid(Shape x) {
    return row("sigmoid", shapes.sigmoid(x));
  }

  @Override
  public Shape affine(Affine affine, Shape x) {
    return row("affine", shapes.affine(affine, x));
  }

  @Override
  public Shape pool(Pool pool, Shape x) {
    String kind =
        (pool.kind() == Pool.Kind.MAX ? "maxpool " : "avgpool ")
            + pool.kernel()
            + "x"
            + pool.kernel()
            + "/"
            + pool.stride();
    return row(kind, shapes.pool(pool, x));
  }

  @Override
  public Shape avgPool(AvgPool pool, Shape x) {
    return row("avgpool", shapes.avgPool(pool, x));
  }

  /** No row: only the view of the values changes. */
  @Override
  public Shape flatten(Shape x) {
    return shapes.flatten(x);
  }

  @Override
  public Shape dropout(Dropout dropout, Shape x) {
    return row("dropout", shapes.dropout(dropout, x));
  }

  @Override
  public Shape add(Shape a, Shape b) {
    return row("add", shapes.add(a, b));
  }

  @Override
  public Shape multiply(Shape a, Shape b) {
    return row("multiply", shapes.multiply(a, b));
  }

  @Override
  public Shape concat(List<Shape> parts) {
    return row("concat", shapes.concat(parts));
  }

  @Override
  public Shape subsample(Subsample subsample, Shape x) {
    return row("subsample /" + subsample.stride(), shapes.subsample(subsample, x));
  }

  @Override
  public Shape mark(String name, Shape x) {
    nameWaitingRows(name + ".");
    return x;
  }

  @Override
  public Shape auxiliary(Auxiliary auxiliary, Shape x) {
    inAuxiliary = true;
    auxiliary.head().apply(this, x);
    inAuxiliary = false;
    return x;
  }

  private Shape row(String name, String kind, Shape y, Layer layer, long multiplyAdds) {
    long parameters =
        layer.parameters().stream()
            .filter(parameter -> parameter.role().trainable())
            .mapToLong(Parameter::size)
            .sum();
    rows.add(new LayerCost(name, kind, y, parameters, multiplyAdds, inAuxiliary));
    return y;
  }

  private Shape row(String kind, Shape y) {
    rows.add(new LayerCost("", kind, y, 0, 0, inAuxiliary));
    return y;
  }

  private void nameWaitingRows(String prefix) {
    Map<String, Integer> occurrences = new HashMap<>();
    List<LayerCost> waiting = rows.subList(named, rows.size());
    waiting.stream()
        .filter(row -> row.name().isEmpty())
        .forEach(row -> occurrences.merge(base(row), 1, Integer::sum));
    Map<String, Integer> given = new HashMap<>();
    waiting.replaceAll(
        row -> {
          if (!row.name().isEmpty()) {
            return row;
          }
          String base = base(row);
          int number = given.merge(base, 1, Integer::sum);
          boolean alone = occurrences.getOrDefault(base, 0) == 1;
          return new LayerCost(
              prefix + base + (alone ? "" : number),
              row.kind(),
              row.output(),
              row.parameters(),
              row.multiplyAdds(),
              row.auxiliary());
        });
    named = rows.size();
  }

  private static String base(LayerCost row) {
    int space = row.kind().indexOf(' ');
    return space < 0 ? row.kind() : row.kind().substring(0, space);
  }
}
