package org.resnet4j.export.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Subsample;

/** Generates TorchScript source for inference from a network, one line for each operation. */
final class TorchScriptOps implements Ops<String> {
  private final StringBuilder lines = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();
  private int variables;

  /** The method {@code forward} of the network's class, without its side classifiers. */
  String forward(Layer layers) {
    String result = layers.apply(this, "images");
    return "  def forward(self, images: Tensor) -> Tensor:\n"
        + lines
        + "    return "
        + result
        + "\n";
  }

  /** The parameters of the visited layers. */
  List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public String conv(Conv conv, String x) {
    return assign(
        "torch.conv2d(%s, %s, %s, %s, %s, [1, 1], %d)",
        x,
        weight(conv, 0),
        conv.bias() ? weight(conv, 1) : "None",
        square(conv.stride()),
        square(conv.padding()),
        conv.groups());
  }

  @Override
  public String batchNorm(BatchNorm norm, String x) {
    return assign(
        "torch.batch_norm(%s, %s, %s, %s, %s, False, %s, %s, True)",
        x,
        weight(norm, 0),
        weight(norm, 1),
        weight(norm, 2),
        weight(norm, 3),
        norm.momentum(),
        norm.epsilon());
  }

  @Override
  public String linear(Linear linear, String x) {
    return assign("torch.linear(%s, %s, %s)", x, weight(linear, 0), weight(linear, 1));
  }

  @Override
  public String relu(String x) {
    return assign("torch.relu(%s)", x);
  }

  @Override
  public String sigmoid(String x) {
    return assign("torch.sigmoid(%s)", x);
  }

  @Override
  public String affine(Affine affine, String x) {
    return assign("torch.add(torch.mul(%s, %s), %s)", x, affine.scale(), affine.shift());
  }

  @Override
  public String pool(Pool pool, String x) {
    String format =
        switch (pool.kind()) {
          case MAX -> "torch.max_pool2d(%s, %s, %s, %s, [1, 1], %s)";
          case AVERAGE -> "torch.avg_pool2d(%s, %s, %s, %s, %s, False)";
        };
    return assign(
        format,
        x,
        square(pool.kernel()),
        square(pool.stride()),
        square(pool.padding()),
        pool.ceil() ? "True" : "False");
  }

  @Override
  public String avgPool(AvgPool pool, String x) {
    return assign("torch.adaptive_avg_pool2d(%s, %s)", x, square(pool.size()));
  }

  @Override
  public String flatten(String x) {
    return assign("torch.flatten(%s, 1)", x);
  }

  /** Nothing is dropped in inference. */
  @Override
  public String dropout(Dropout dropout, String x) {
    return x;
  }

  @Override
  public String add(String a, String b) {
    return assign("torch.add(%s, %s)", a, b);
  }

  @Override
  public String multiply(String a, String b) {
    return assign("torch.mul(%s, %s)", a, b);
  }

  @Override
  public String concat(List<String> parts) {
    return assign("torch.cat(%s, 1)", parts);
  }

  @Override
  public String subsample(Subsample subsample, String x) {
    return assign(
        "torch.constant_pad_nd(%s[:, :, ::%d, ::%d], [0, 0, 0, 0, %d, %d])",
        x, subsample.stride(), subsample.stride(), subsample.before(), subsample.after());
  }

  private String assign(String format, Object... values) {
    String name = "x" + ++variables;
    lines.append("    ").append(name).append(" = ");
    lines.append(String.format(java.util.Locale.ROOT, format, values)).append('\n');
    return name;
  }

  /** The expression for a parameter, in the order of {@link Layer#parameters}. */
  private String weight(Layer layer, int index) {
    List<Parameter> all = layer.parameters();
    if (index == 0) {
      parameters.addAll(all);
    }
    String expression = "self";
    for (String part : all.get(index).name().split("\\.", -1)) {
      expression = "getattr(" + expression + ", \"" + part + "\")";
    }
    return expression;
  }

  private static String square(int size) {
    return "[" + size + ", " + size + "]";
  }
}
