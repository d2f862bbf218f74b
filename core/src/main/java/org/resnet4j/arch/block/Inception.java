package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import java.util.List;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Concat;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;

/**
 * The Inception module: 1x1, 3x3, 5x5 and pooling in parallel, concatenated along the channels.
 * Szegedy et al. 2014, Fig. 2; the components are the columns of its Table 1.
 *
 * @param conv1 channels of the 1x1 convolution
 * @param reduce3 to how many channels a 1x1 reduces the input before the 3x3
 * @param conv3 channels of the 3x3 convolution
 * @param reduce5 to how many channels a 1x1 reduces the input before the 5x5
 * @param conv5 channels of the 5x5 convolution
 * @param pool to how many channels a 1x1 projects the pooled input
 */
public record Inception(int conv1, int reduce3, int conv3, int reduce5, int conv5, int pool) {
  /** Epsilon of its normalisations: as torchvision, whose weights come from TensorFlow. */
  private static final double EPSILON = 0.001;

  /** How a network reads the table. */
  public enum Form {
    /** With the 1x1 reductions and a true 5x5. Szegedy et al. 2014, Fig. 2(b). */
    REDUCED,
    /** Without the 1x1 reductions, but with the projection after the pooling. */
    UNREDUCED,
    /** Without the 1x1 reductions and the projection after the pooling. Fig. 2(a). */
    NAIVE,
    /** With the reductions, but a 3x3 for the 5x5, as torchvision has it. */
    REDUCED_3X3
  }

  /** The same module with the channels of every part divided by {@code divisor}. */
  public Inception slimmer(int divisor) {
    return new Inception(
        conv1 / divisor,
        reduce3 / divisor,
        conv3 / divisor,
        reduce5 / divisor,
        conv5 / divisor,
        pool / divisor);
  }

  /** The number of output channels for {@code in} input channels. */
  public int out(int in, Form form) {
    return conv1 + conv3 + conv5 + (form == Form.NAIVE ? in : pool);
  }

  /** The layers of the module when {@code in} channels enter. */
  public Layer layers(String name, int in, Form form, Options options) {
    Layer pooling = Pool.max(3, 1, 1, true);
    int large = form == Form.REDUCED_3X3 ? 3 : 5;
    return sequence(
        name,
        new Concat(
            List.of(
                unit(name + ".branch1", in, conv1, 1, 1, options),
                window(name + ".branch2", in, reduce3, conv3, 3, form, options),
                window(name + ".branch3", in, reduce5, conv5, large, form, options),
                form == Form.NAIVE
                    ? pooling
                    : sequence(pooling, unit(name + ".branch4.1", in, pool, 1, 1, options)))));
  }

  /** A convolution over more than one place, behind its 1x1 reduction if the form has one. */
  private static Layer window(
      String name, int in, int reduce, int out, int kernel, Form form, Options options) {
    return form == Form.REDUCED || form == Form.REDUCED_3X3
        ? sequence(
            unit(name + ".0", in, reduce, 1, 1, options),
            unit(name + ".1", reduce, out, kernel, 1, options))
        : unit(name, in, out, kernel, 1, options);
  }

  /** A convolution, the normalisation if there is one, and a ReLU, named as in torchvision. */
  public static Layer unit(String name, int in, int out, int kernel, int stride, Options options) {
    boolean bare = options.norm() == Options.Norm.NONE;
    Conv conv = new Conv(name + ".conv", in, out, kernel, stride, kernel / 2, 1, bare);
    return bare
        ? sequence(conv, new Relu())
        : sequence(conv, new BatchNorm(name + ".bn", out, EPSILON, 0.1), new Relu());
  }
}
