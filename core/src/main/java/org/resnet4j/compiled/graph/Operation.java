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
 * What a step computes, and what became part of it. Nothing below has a default for what it does
 * not know: an operation states its {@link Traits}, and whoever treats operations by kind is a
 * {@link Cases}, which does not compile without a case for each.
 */
public sealed interface Operation {

  /** What it does, for people: {@code conv 3x3/2 + ReLU}. */
  String describe();

  /** The parameters of its layer, in the layer's order. */
  List<Parameter> parameters();

  /** This operation with a ReLU behind it, if it can be had in one pass over the memory. */
  Optional<Operation> withRelu();

  /** What the transformations of a graph go by. */
  Traits traits();

  /** The case of this operation. */
  <R> R accept(Cases<R> cases, Step step);

  /**
   * What the transformations of a graph must know of an operation.
   *
   * @param eightBits what it does with values in 8 bits
   * @param sign of its results
   * @param differentiable whether there is a compiled way back through it
   * @param inPlace whether its result takes the memory of its last input
   */
  record Traits(EightBits eightBits, Sign sign, boolean differentiable, boolean inPlace) {}

  /** What an operation does with values in 8 bits. */
  enum EightBits {
    /** Multiplies them with weights in 8 bits. */
    PRODUCT,
    /** Copies or averages them, so that all that it reads and gives has one scale. */
    COPY,
    /** Nothing: it reads and gives 32 bits. */
    NONE
  }

  /** Which results are possible. */
  enum Sign {
    /** None below zero. */
    NON_NEGATIVE,
    /** Some below zero if some inputs are. */
    AS_INPUTS,
    /** Any number. */
    ANY
  }

  /**
   * Treats each kind of operation.
   *
   * @param <R> what becomes of a step
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
   * A convolution, the sum with a shortcut behind it, the ReLU behind that.
   *
   * @param sum whether it adds its result to its second input, in the memory of that
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

    /** This convolution adding itself to a second input, if nothing stands between. */
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

  /** A normalisation that no convolution took up. */
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

  /** An operation without parameters that no ReLU becomes part of. */
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

  /** A function of each value alone. */
  record Elementwise(Function function, Affine affine) implements Plain {
    /** As oneDNN expects where a function has no parameters; a ReLU would be leaky by the first. */
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

  /** The sum or the product of two values; a product's second may be one number a channel. */
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

  /** Values side by side along the channels. */
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

  /** The same values as other numbers, or flat behind the last layer. */
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
