package org.resnet4j.compiled.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A graph whose values have different forms, with conversions where a step needs a form other than
 * the value's. The image and the logits are always fp32.
 *
 * @param forms of all values
 */
public record TypedGraph(Graph graph, Map<Value, Form> forms) {
  public TypedGraph {
    forms = Map.copyOf(forms);
  }

  /** All values between image and logits in one floating-point form. */
  public static TypedGraph of(Graph graph, Form form) {
    return build(graph, value -> form, (step, value) -> form);
  }

  /**
   * Convolutions and fully connected layers on quantised values; fp32 for all without an 8-bit
   * form.
   *
   * @param limits the largest absolute value that each value is expected to have, by the names of
   *     the steps; the image's is {@link Graph#INPUT}
   * @throws IllegalArgumentException if one is missing
   */
  public static TypedGraph quantised(Graph graph, Map<String, Double> limits) {
    Quantiser quantiser = new Quantiser(graph, limits);
    return build(graph, quantiser::form, quantiser::required);
  }

  /**
   * @param form of each step's output
   * @param required the form in which a step reads a value
   */
  private static TypedGraph build(
      Graph graph, Function<Value, Form> form, BiFunction<Step, Value, Form> required) {
    Map<Value, Form> forms = new HashMap<>();
    Map<Value, Value> converted = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    int free = graph.steps().stream().mapToInt(step -> step.output().id()).max().orElse(0) + 1;
    forms.put(graph.input(), Form.F32);
    for (Step step : graph.steps()) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : step.inputs()) {
        Form asked = required.apply(step, input);
        Value read = input;
        if (!asked.equals(forms.get(input))) {
          read = converted.get(input);
          if (read == null) {
            read = new Value(free++, input.shape());
            converted.put(input, read);
            forms.put(read, asked);
            String name = step.name() + ".input";
            steps.add(new Step(name, new Operation.Conversion(), List.of(input), read));
          }
        }
        inputs.add(read);
      }
      steps.add(new Step(step.name(), step.operation(), inputs, step.output()));
      forms.put(step.output(), form.apply(step.output()));
    }
    return end(graph.with(graph.output(), steps), forms, free);
  }

  /** Makes the last step, or an added one, produce fp32 logits in the order c, h, w. */
  private static TypedGraph end(Graph graph, Map<Value, Form> forms, int free) {
    Value output = graph.output();
    Step last = graph.steps().get(graph.steps().size() - 1);
    if (last.operation() instanceof Operation.FullyConnected) {
      forms.put(output, Form.F32);
      return new TypedGraph(graph, forms);
    }
    Value logits = new Value(free, output.shape());
    forms.put(logits, Form.F32);
    List<Step> steps = new ArrayList<>(graph.steps());
    steps.add(new Step("logits", new Operation.Conversion(), List.of(output), logits));
    return new TypedGraph(graph.with(logits, steps), forms);
  }

  /** The image. */
  public Value input() {
    return graph.input();
  }

  /** The logits. */
  public Value output() {
    return graph.output();
  }

  /** All steps, conversions included. */
  public List<Step> steps() {
    return graph.steps();
  }

  /**
   * The form of a value.
   *
   * @throws IllegalArgumentException if it is not a value of this graph
   */
  public Form form(Value value) {
    Form form = forms.get(value);
    if (form == null) {
      throw new IllegalArgumentException("unknown value: " + value);
    }
    return form;
  }
}
