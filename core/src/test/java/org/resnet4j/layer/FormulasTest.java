package org.resnet4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers by their formulas, with numbers for maps: an interpreter of one value for each layer. */
class FormulasTest {
  private static final Layer F = new Affine(2, 1);
  private static final Layer G = new Affine(-3, 0.5);
  private static final Layer S = new Affine(0.5, 0);
  private static final double X = 0.7;

  private static double f(double x) {
    return 2 * x + 1;
  }

  private static double g(double x) {
    return -3 * x + 0.5;
  }

  private static double s(double x) {
    return 0.5 * x;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void aBranchIsAddedToItsShortcut() {
    assertThat(value(new Residual(F, S))).isEqualTo(f(X) + s(X));
    assertThat(value(new Residual(F, new Identity()))).isEqualTo(f(X) + X);
  }

  @Test
  void aSequenceIsAComposition() {
    assertThat(value(Sequence.sequence(F, G, S))).isEqualTo(s(g(f(X))));
    assertThat(value(Sequence.sequence("named", F, G))).isEqualTo(g(f(X)));
    assertThat(value(Sequence.sequence())).isEqualTo(X);
  }

  /** He et al. 2016, section 3.1, and Srivastava et al. 2015, equation 3. */
  @Test
  void gatesCloseTheShortcutAndOpenTheBranch() {
    double open = sigmoid(g(X));
    assertThat(value(new Gated(G, F, S, false))).isCloseTo(f(X) + (1 - open) * s(X), within(1e-12));
    assertThat(value(new Gated(G, F, S, true)))
        .isCloseTo(open * f(X) + (1 - open) * s(X), within(1e-12));
  }

  /** Hu et al. 2018, equation 4. */
  @Test
  void aChannelIsScaledByItsGate() {
    assertThat(value(new ChannelGate(G))).isCloseTo(X * sigmoid(g(X)), within(1e-12));
  }

  @Test
  void branchesAreJoinedInTheirOrder() {
    // The interpreter joins two values as the digits of a number.
    assertThat(value(new Concat(List.of(F, S)))).isEqualTo(100 * f(X) + s(X));
  }

  @Test
  void aSideClassifierLeavesTheMainPathAsItIs() {
    assertThat(value(Sequence.sequence(F, new Auxiliary(G, 0.3), S))).isEqualTo(s(f(X)));
  }

  @Test
  void onlyNamedPlacesAreMarked() {
    Map<String, Double> marked = new TreeMap<>();
    Ops<Double> ops = ops(marked);
    Sequence.sequence(Sequence.sequence("a", F), Sequence.sequence("b", G)).apply(ops, X);
    assertThat(marked).containsExactly(Map.entry("a", f(X)), Map.entry("b", g(f(X))));
  }

  @Test
  void everyLeafIsItsOwnOperation() {
    Map<Layer, String> operations =
        Map.ofEntries(
            Map.entry(new Conv("c", 1, 1, 1, 1, 0, 1, false), "conv"),
            Map.entry(new BatchNorm("n", 1), "batchNorm"),
            Map.entry(new Linear("l", 1, 1), "linear"),
            Map.entry(new Relu(), "relu"),
            Map.entry(new Affine(1, 0), "affine"),
            Map.entry(Pool.max(3, 2, 1, false), "pool"),
            Map.entry(new AvgPool(1), "avgPool"),
            Map.entry(new Flatten(), "flatten"),
            Map.entry(new Dropout(0.5), "dropout"),
            Map.entry(new Subsample(1, 2, 2), "subsample"),
            Map.entry(new Identity(), "x"));
    Ops<String> names = interpreter((proxy, method, arguments) -> method.getName());
    operations.forEach(
        (layer, name) -> {
          assertThat(layer.apply(names, "x")).as("%s", layer).isEqualTo(name);
          assertThat(layer.mapChildren(child -> F)).isSameAs(layer);
        });
  }

  /** Rewriting a tree, as folding does, changes the children and nothing else. */
  @Test
  void onlyChildrenAreReplaced() {
    Layer a = new Identity();
    Map<Layer, Layer> rewritten =
        Map.of(
            new Residual(a, S),
            new Residual(F, S),
            new Gated(a, S, G, true),
            new Gated(F, S, G, true),
            new Gated(G, a, a, false),
            new Gated(G, F, F, false),
            new ChannelGate(a),
            new ChannelGate(F),
            new Auxiliary(a, 0.3),
            new Auxiliary(F, 0.3),
            new Concat(List.of(S, a, G)),
            new Concat(List.of(S, F, G)),
            Sequence.sequence("name", S, a),
            Sequence.sequence("name", S, F));
    rewritten.forEach(
        (before, after) ->
            assertThat(before.mapChildren(child -> child.equals(a) ? F : child)).isEqualTo(after));
    assertThat(new ChannelGate(G).children()).containsExactly(G);
  }

  @Test
  void aLinearLayerHasWeightsByOutputsAndBiases() {
    assertThat(new Linear("fc", 512, 10).parameters())
        .containsExactly(
            new Parameter("fc.weight", List.of(10, 512), Parameter.Role.WEIGHT),
            new Parameter("fc.bias", List.of(10), Parameter.Role.BIAS));
  }

  /** Of a normalisation, PyTorch trains the weight and the bias and keeps three buffers. */
  @ParameterizedTest
  @EnumSource(Parameter.Role.class)
  void buffersAreNotTrained(Parameter.Role role) {
    boolean buffer =
        List.of(Parameter.Role.MEAN, Parameter.Role.VARIANCE, Parameter.Role.BATCHES)
            .contains(role);
    assertThat(role.trainable()).isEqualTo(!buffer);
  }

  /** As in PyTorch's {@code conv2d}: the stem of a residual network, its blocks, its shortcuts. */
  @ParameterizedTest
  @CsvSource({"224, 7, 2, 3, 112", "56, 3, 2, 1, 28", "56, 3, 1, 1, 56", "57, 1, 2, 0, 29"})
  void paddingOfAConvolutionIsOnBothSides(int in, int kernel, int stride, int padding, int out) {
    assertThat(new Conv("c", 1, 1, kernel, stride, padding, 1, false).outputSize(in))
        .isEqualTo(out);
  }

  @Test
  void neitherScaleNorShiftMayBeInfinite() {
    assertThatThrownBy(() -> new Affine(Double.POSITIVE_INFINITY, 0))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new Affine(1, Double.POSITIVE_INFINITY))
        .hasMessageContaining("finite");
  }

  private static double value(Layer layer) {
    return layer.apply(ops(new TreeMap<>()), X);
  }

  private static Ops<Double> ops(Map<String, Double> marked) {
    return interpreter(
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "affine" -> {
                Affine affine = (Affine) arguments[0];
                yield affine.scale() * (Double) arguments[1] + affine.shift();
              }
              case "sigmoid" -> sigmoid((Double) arguments[0]);
              case "add" -> (Double) arguments[0] + (Double) arguments[1];
              case "multiply" -> (Double) arguments[0] * (Double) arguments[1];
              case "concat" ->
                  ((List<?>) arguments[0])
                      .stream().map(Double.class::cast).reduce(0.0, (a, b) -> 100 * a + b);
              case "mark" -> {
                marked.put((String) arguments[0], (Double) arguments[1]);
                yield InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              case "auxiliary" -> InvocationHandler.invokeDefault(proxy, method, arguments);
              default -> throw new InvocationTargetException(null, method.getName());
            });
  }

  @SuppressWarnings("unchecked")
  private static <T> Ops<T> interpreter(InvocationHandler handler) {
    return (Ops<T>)
        Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, handler);
  }
}
