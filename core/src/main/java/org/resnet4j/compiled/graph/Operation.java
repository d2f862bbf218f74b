package org.resnet4j.compiled.graph;

import java.util.List;
import java.util.Optional;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Pool;

/**
 * The computation of a step, including what was fused into it. There are no defaults for unknown
 * kinds: an operation states its {@link Traits}, and code that treats operations by kind implements
 * {@link Cases}, which does not compile without a case for each.
 */
public sealed interface Operation {

  /** A readable description: {@code conv 3x3/2 + ReLU}. */
  String describe();

  /** The parameters of its layer, in the layer's order. */
  List<Parameter> parameters();

  /** This operation followed by a ReLU, if both can be computed in one pass over memory. */
  Optional<Operation> withRelu();

  /** The properties on which transformations of a graph depend. */
  Traits traits();

  /** The case of this operation. */
  <R> R accept(Cases<R> cases, Step step);

  /**
   * The properties of an operation on which transformations of a graph depend.
   *
   * @param eightBits how it treats 8-bit values
   * @param sign of its results
   * @param differentiable whether it has a compiled backward pass
   * @param inPlace whether its result overwrites its last input
   */
  record Traits(EightBits eightBits, Sign sign, boolean differentiable, boolean inPlace) {}

  /** How an operation treats 8-bit values. */
  enum EightBits {
    /** Multiplies them by int8 weights. */
    PRODUCT,
    /** Copies or averages them, so its inputs and its output share one scale. */
    COPY,
    /** Supports none: its inputs and output are fp32. */
    NONE
  }

  /** The possible signs of results. */
  enum Sign {
    /** Never negative. */
    NON_NEGATIVE,
    /** Negative only if some inputs are. */
    AS_INPUTS,
    /** Any number. */
    ANY
  }

  /**
   * One case for each kind of operation.
   *
   * @param <R> the result of a case
   */
  interface Cases<R> {
    R convolution(Step step, Convolution convolution);

    R normalisation(Step step, Normalisation normalisation);

    R fullyConnected(Step step, FullyConnected linear);

    R pooling(Step step, Pooling pooling);

    R unevenPooling(Step step, UnevenPooling pooling);

    R elementwise(Step step, Elementwise elementwise);

    R binary(Step step, Binary binary);

    R concatenation(Step step, Concatenation concatenation);

    R conversion(Step step, Conversion conversion);
  }

  private static String named(String name, boolean relu) {
    return name + (relu ? " + ReLU" : "");
  }

  private static Sign sign(boolean relu) {
    return relu ? Sign.NON_NEGATIVE : Sign.ANY;
  }

  /**
   * A convolution, optionally followed by the sum with a shortcut and by a ReLU.
   *
   * @param sum whether it adds its result to its second input, in place
   */
  record Convolution(Conv conv, boolean sum, boolean relu) implements Operation {
    @Override
    public String describe() {
      String stride = conv.stride() == 1 ? "" : "/" + conv.stride();
      String groups = conv.groups() == 1 ? "" : " in " + conv.groups() + " groups";
      String window = conv.kernel() + "x" + conv.kernel();
      return named("conv " + window + stride + groups + (sum ? " + sum" : ""), relu);
    }

    @Override
    public List<Parameter> parameters() {
      return conv.parameters();
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Convolution(conv, sum, true));
    }

    /**
     * This convolution followed by the sum with a second input, if neither sum nor ReLU is fused
     * yet.
     */
    public Optional<Operation> withSum() {
      return sum || relu ? Optional.empty() : Optional.of(new Convolution(conv, true, false));
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.PRODUCT, sign(relu), true, sum);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.convolution(step, this);
    }
  }

  /** A normalisation that was not folded into a convolution. */
  record Normalisation(BatchNorm norm, boolean relu) implements Operation {
    @Override
    public String describe() {
      return named("batch norm", relu);
    }

    @Override
    public List<Parameter> parameters() {
      return norm.parameters();
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Normalisation(norm, true));
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.NONE, sign(relu), true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.normalisation(step, this);
    }
  }

  /** A fully connected layer on all values of its maps, in the order c, h, w. */
  record FullyConnected(Linear linear, boolean relu) implements Operation {
    @Override
    public String describe() {
      return named("linear", relu);
    }

    @Override
    public List<Parameter> parameters() {
      return linear.parameters();
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new FullyConnected(linear, true));
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.PRODUCT, sign(relu), true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.fullyConnected(step, this);
    }
  }

  /** An operation without parameters into which no ReLU is fused. */
  sealed interface Plain extends Operation {
    @Override
    default List<Parameter> parameters() {
      return List.of();
    }

    @Override
    default Optional<Operation> withRelu() {
      return Optional.empty();
    }
  }

  /** The maximum or the mean of square windows; the padding never counts. */
  record Pooling(Pool.Kind kind, int kernel, int stride, int padding) implements Plain {
    @Override
    public String describe() {
      return kind + " pooling " + kernel + "x" + kernel + "/" + stride;
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.COPY, Sign.AS_INPUTS, true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.pooling(step, this);
    }
  }

  /**
   * The mean of cells of unequal size, as a product with a matrix of shares.
   *
   * @param size height and width of the result
   */
  record UnevenPooling(int size) implements Plain {
    @Override
    public String describe() {
      return "average pooling to " + size + "x" + size;
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.NONE, Sign.AS_INPUTS, true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.unevenPooling(step, this);
    }
  }

  /** An element-wise function. */
  record Elementwise(Function function, Affine affine) implements Plain {
    /** For functions without parameters; the first would be the slope of a leaky ReLU. */
    private static final Affine NONE = new Affine(0, 0);

    /** Which function. */
    public enum Function {
      RELU("ReLU", Sign.NON_NEGATIVE),
      SIGMOID("sigmoid", Sign.NON_NEGATIVE),
      AFFINE("scale and shift", Sign.ANY);

      private final String description;
      private final Sign sign;

      Function(String description, Sign sign) {
        this.description = description;
        this.sign = sign;
      }
    }

    /** A function without parameters. */
    public Elementwise(Function function) {
      this(function, NONE);
    }

    @Override
    public String describe() {
      return function.description;
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.NONE, function.sign, true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.elementwise(step, this);
    }
  }

  /** The sum or the product of two values; a product's second may be one number per channel. */
  record Binary(boolean product, boolean relu) implements Operation {
    @Override
    public String describe() {
      return named(product ? "product" : "sum", relu);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Optional<Operation> withRelu() {
      return relu ? Optional.empty() : Optional.of(new Binary(product, true));
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.NONE, sign(relu), true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.binary(step, this);
    }
  }

  /** A concatenation along the channels. */
  record Concatenation() implements Plain {
    @Override
    public String describe() {
      return "concatenation";
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.COPY, Sign.AS_INPUTS, true, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.concatenation(step, this);
    }
  }

  /** The same values in another number type, or flattened behind the last layer. */
  record Conversion() implements Plain {
    @Override
    public String describe() {
      return "conversion";
    }

    @Override
    public Traits traits() {
      return new Traits(EightBits.NONE, Sign.AS_INPUTS, false, false);
    }

    @Override
    public <R> R accept(Cases<R> cases, Step step) {
      return cases.conversion(step, this);
    }
  }
}
