package org.resnet4j.compiled.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.resnet4j.compiled.graph.Operation.Binary;
import org.resnet4j.compiled.graph.Operation.Convolution;
import org.resnet4j.compiled.graph.Operation.Elementwise;

/**
 * Fuses operations into their predecessors, so that a value is written once and not read again for
 * each: a sum with a shortcut into the convolution that ends the branch, a ReLU into the step
 * before it.
 *
 * @param graph the same computation in fewer steps
 * @param reasons why a step that might have been fused was not, by its name
 */
public record Fusion(Graph graph, Map<String, String> reasons) {

  /** Fuses what can be fused. */
  public static Fusion of(Graph graph) {
    return fuse(graph, true);
  }

  /**
   * Fuses only ReLUs: in training, the backward pass needs values that a fused sum would overwrite.
   */
  public static Fusion ofRelus(Graph graph) {
    return fuse(graph, false);
  }

  private static Fusion fuse(Graph graph, boolean sums) {
    Fuser fuser = new Fuser(graph, sums);
    graph.steps().forEach(fuser::add);
    return new Fusion(graph.with(graph.output(), fuser.done), fuser.reasons);
  }

  /**
   * The outcome for a step: fused into a predecessor, or not.
   *
   * @param reason why it was not fused, if it might have been
   */
  private record Outcome(boolean fused, Optional<String> reason) {
    static final Outcome FUSED = new Outcome(true, Optional.empty());
    static final Outcome ALONE = new Outcome(false, Optional.empty());

    static Outcome because(String reason) {
      return new Outcome(false, Optional.of(reason));
    }
  }

  private static final class Fuser implements Operation.Cases<Outcome> {
    private static final String NEVER = "only sums and ReLUs are fused";

    private final Map<Value, Integer> reads = new HashMap<>();
    private final Map<Value, Integer> unread;
    private final Value input;
    private final boolean sums;
    private final List<Step> done = new ArrayList<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    Fuser(Graph graph, boolean sums) {
      this.sums = sums;
      input = graph.input();
      reads.put(graph.output(), 1);
      graph.steps().forEach(step -> step.inputs().forEach(v -> reads.merge(v, 1, Integer::sum)));
      unread = new HashMap<>(reads);
    }

    void add(Step step) {
      Outcome outcome = step.accept(this);
      if (!outcome.fused()) {
        done.add(step);
        outcome.reason().ifPresent(reason -> reasons.put(step.name(), reason));
      }
      step.inputs().forEach(value -> unread.merge(value, -1, Integer::sum));
    }

    @Override
    public Outcome convolution(Step step, Convolution convolution) {
      return Outcome.ALONE;
    }

    @Override
    public Outcome normalisation(Step step, Operation.Normalisation normalisation) {
      return Outcome.because("no convolution stands directly before it");
    }

    @Override
    public Outcome fullyConnected(Step step, Operation.FullyConnected linear) {
      return Outcome.ALONE;
    }

    @Override
    public Outcome pooling(Step step, Operation.Pooling pooling) {
      return Outcome.ALONE;
    }

    @Override
    public Outcome unevenPooling(Step step, Operation.UnevenPooling pooling) {
      return Outcome.ALONE;
    }

    @Override
    public Outcome elementwise(Step step, Elementwise elementwise) {
      return switch (elementwise.function()) {
        case RELU -> fuseRelu(step);
        case SIGMOID, AFFINE -> Outcome.because(NEVER);
      };
    }

    @Override
    public Outcome binary(Step step, Binary binary) {
      return sums && !binary.product() ? fuseSum(step) : Outcome.because(NEVER);
    }

    @Override
    public Outcome concatenation(Step step, Operation.Concatenation concatenation) {
      return Outcome.because("its inputs are dense maps, which are copied");
    }

    @Override
    public Outcome conversion(Step step, Operation.Conversion conversion) {
      return Outcome.ALONE;
    }

    /** Fuses a ReLU into the step before it, or returns the reason why not. */
    private Outcome fuseRelu(Step relu) {
      int at = producer(relu.input());
      if (at < 0) {
        return Outcome.because("its input is the image");
      }
      Step before = done.get(at);
      if (hasOtherReaders(relu.input())) {
        return Outcome.because("its input has other consumers");
      }
      Optional<Operation> fused = before.operation().withRelu();
      if (fused.isEmpty()) {
        return Outcome.because("it cannot be fused into " + before.operation().describe());
      }
      done.set(at, new Step(before.name(), fused.get(), before.inputs(), relu.output()));
      return Outcome.FUSED;
    }

    /** Fuses a sum into the last convolution, or returns the reason why not. */
    private Outcome fuseSum(Step sum) {
      Value a = sum.inputs().get(0);
      Value b = sum.inputs().get(1);
      boolean second = producer(b) > producer(a);
      Value branch = second ? b : a;
      Value shortcut = second ? a : b;
      int at = producer(branch);
      if (at < 0 || !(done.get(at).operation() instanceof Convolution convolution)) {
        return Outcome.because("no convolution stands directly before it");
      }
      Optional<Operation> fused = convolution.withSum();
      if (fused.isEmpty()) {
        return Outcome.because("a ReLU separates it from the convolution");
      } else if (hasOtherReaders(branch)) {
        return Outcome.because("the convolution's output has other consumers");
      } else if (shortcut.equals(input) || isReadBehind(at, shortcut)) {
        return Outcome.because("the shortcut has later consumers");
      }
      Step before = done.get(at);
      if (before.inputs().contains(shortcut)) {
        return Outcome.because("the convolution itself consumes the shortcut");
      }
      List<Value> inputs = List.of(before.input(), shortcut);
      done.set(at, new Step(before.name(), fused.get(), inputs, sum.output()));
      return Outcome.FUSED;
    }

    private boolean hasOtherReaders(Value value) {
      return reads.getOrDefault(value, 0) > 1;
    }

    /** Whether a value has a consumer after the given step, other than the current step. */
    private boolean isReadBehind(int at, Value value) {
      return unread.getOrDefault(value, 0) > 1
          || done.subList(at + 1, done.size()).stream().anyMatch(s -> s.inputs().contains(value));
    }

    /** The index of the step that produces a value, or -1 for the image. */
    private int producer(Value value) {
      for (int i = done.size() - 1; i >= 0; i--) {
        if (done.get(i).output().equals(value)) {
          return i;
        }
      }
      return -1;
    }
  }
}
