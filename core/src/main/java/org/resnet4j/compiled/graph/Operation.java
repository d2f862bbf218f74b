package org.resnet4j.compiled.graph;

import java.util.Optional;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Linear;

/** What a step computes, and what became part of it. */
public sealed interface Operation {

  /** What it does, for people: {@code conv 3x3/2 + ReLU}. */
  String describe();

  /** This operation with a ReLU behind it, if it can be had in one pass over the memory. */
  default Optional<Operation> withRelu() {
    return Optional.empty();
  }

  /**
   * A convolution, the sum with a shortcut behind it, the ReLU behind that.
   *
   * @param sum whether it adds its result to its second input, in the memory of that
   */
  record Convolution(Conv conv, boolean sum, boolean relu) implements Operation {
    @Override
    public String describe() {
      String stride = conv.stride() == 1 ? "" : "/" + conv.stride();
      String groups = conv.groups() == 1 ? "" : " in " + conv.groups() + " groups";
      return "conv "
          + conv.kernel()
          + "x"
          + conv.kernel()
          + stride
          + groups
          + (sum ? " + sum" : "")
          + (relu ? " + ReLU" : "");
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Convolution(conv, sum, true));
    }

    /** This convolution adding itself to a second input, if nothing stands between. */
    public Optional<Operation> withSum() {
      return sum || relu ? Optional.empty() : Optional.of(new Convolution(conv, true, false));
    }
  }

  /** A normalisation that no convolution took up. */
  record Normalisation(BatchNorm norm, boolean relu) implements Operation {
    @Override
    public String describe() {
      return "batch norm" + (relu ? " + ReLU" : "");
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Normalisation(norm, true));
    }
  }

  /** A fully connected layer on all values of its maps, in the order c, h, w. */
  record FullyConnected(Linear linear, boolean relu) implements Operation {
    @Override
    public String describe() {
      return "linear" + (relu ? " + ReLU" : "");
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new FullyConnected(linear, true));
    }
  }

  /** The maximum or the mean of square windows; the padding never counts. */
  record Pooling(boolean max, int kernel, int stride, int padding) implements Operation {
    @Override
    public String describe() {
      return (max ? "max" : "average") + " pooling " + kernel + "x" + kernel + "/" + stride;
    }
  }

  /**
   * The mean of cells of unequal size, as a product with a matrix of shares.
   *
   * @param size height and width of the result
   */
  record UnevenPooling(int size) implements Operation {
    @Override
    public String describe() {
      return "average pooling to " + size + "x" + size;
    }
  }

  /** A function of each value alone. */
  record Elementwise(Function function, Affine affine) implements Operation {
    private static final Affine NONE = new Affine(1, 0);

    /** Which function. */
    public enum Function {
      RELU,
      SIGMOID,
      AFFINE
    }

    /** A function without parameters. */
    public Elementwise(Function function) {
      this(function, NONE);
    }

    @Override
    public String describe() {
      return switch (function) {
        case RELU -> "ReLU";
        case SIGMOID -> "sigmoid";
        case AFFINE -> "scale and shift";
      };
    }
  }

  /** The sum or the product of two values. */
  record Binary(boolean product, boolean relu) implements Operation {
    @Override
    public String describe() {
      return (product ? "product" : "sum") + (relu ? " + ReLU" : "");
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Binary(product, true));
    }
  }

  /** Values side by side along the channels. */
  record Concatenation() implements Operation {
    @Override
    public String describe() {
      return "concatenation";
    }
  }

  /** The same values as other numbers, at the ends of the network. */
  record Conversion() implements Operation {
    @Override
    public String describe() {
      return "conversion";
    }
  }
}
