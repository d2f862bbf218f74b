package org.resnet4j.torch;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.layer.Gated;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Residual;

/**
 * The initialisation of a new network's weights.
 *
 * @param scheme the distribution of convolution weights
 * @param zeroLast whether the last layer with parameters of every residual branch starts at zero
 *     (its normalisation, or its convolution where none follows), so that each block starts as its
 *     shortcut; Goyal et al. 2017, section 5.1
 */
public record Initialization(Scheme scheme, boolean zeroLast) {

  /** He initialisation over the outputs, as torchvision and fb.resnet.torch do. */
  public static final Initialization DEFAULT = new Initialization(Scheme.HE, false);

  /** The distribution of convolution weights. */
  public enum Scheme {
    /** Normal with variance 2 / fan-out: He et al. 2015, arXiv 1502.01852, equation 14. */
    HE,
    /** Normal with variance 2 / fan-in: the same paper, equation 10. */
    HE_FAN_IN,
    /** Normal with variance 2 / (fan-in + fan-out): Glorot and Bengio 2010, equation 12. */
    XAVIER,
    /** Normal with standard deviation 0.01, the naive choice before 2010 and in AlexNet. */
    GAUSSIAN;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Fills a parameter of a network on the processor. */
  void fill(Parameter parameter, Tensor tensor, Generator generator) {
    switch (parameter.role()) {
      case WEIGHT -> {
        if (parameter.shape().size() == 4) {
          tensor.normal_(0, deviation(parameter), new GeneratorOptional(generator));
        } else {
          uniform(tensor, parameter.fanIn(), generator);
        }
      }
      case SCALE, VARIANCE -> torch.ones_out(tensor, toLongs(parameter.shape()));
      case BIAS, SHIFT, MEAN, BATCHES -> tensor.zero_();
      default -> throw new AssertionError(parameter.role());
    }
  }

  /** The names of the parameters that {@link #zeroLast} sets to zero. */
  static List<String> lastOfBranches(Layer layers) {
    return layers
        .walk()
        .flatMap(Initialization::branch)
        .flatMap(branch -> branch.apply(new ScaledBy(), List.<Parameter>of()).stream())
        .map(Parameter::name)
        .toList();
  }

  private static Stream<Layer> branch(Layer layer) {
    return layer instanceof Residual residual
        ? Stream.of(residual.branch())
        : layer instanceof Gated gated ? Stream.of(gated.branch()) : Stream.empty();
  }

  private double deviation(Parameter weight) {
    return switch (scheme) {
      case HE -> Math.sqrt(2.0 / (double) weight.fanOut());
      case HE_FAN_IN -> Math.sqrt(2.0 / (double) weight.fanIn());
      case XAVIER -> Math.sqrt(2.0 / (double) (weight.fanIn() + weight.fanOut()));
      case GAUSSIAN -> 0.01;
    };
  }

  /** torch's default for linear layers: uniform within one over the root of the fan-in. */
  private static void uniform(Tensor tensor, long fanIn, Generator generator) {
    double bound = 1 / Math.sqrt((double) fanIn);
    tensor.uniform_(-bound, bound, new GeneratorOptional(generator));
  }

  static long[] toLongs(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
