package org.resnet4j.bench.inference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.bench.inference.Inference.Request;
import org.resnet4j.bench.rival.Rival;
import org.resnet4j.bench.rival.RivalLoop;

/**
 * Measures inference: one loop for all libraries. Orders are {@code answer BATCH}, {@code
 * throughput BATCH SECONDS} and {@code latency CALLERS SECONDS}.
 */
final class InferenceRival implements Rival {
  /** Libraries that compile do so in their first calls. */
  private static final int WARM_UPS = 3;

  private static final int LEAST_CALLS = 3;

  private final Inference inference;
  private final Inputs inputs;
  private final Reference reference;
  private final Map<Integer, Request> requests = new HashMap<>();
  private final Map<Integer, Callers> callers = new HashMap<>();

  InferenceRival(Inference inference, Inputs inputs, Reference reference) {
    this.inference = inference;
    this.inputs = inputs;
    this.reference = reference;
  }

  /** Serves it; the arguments are the contestant and those of the {@link Task}. */
  public static void main(String[] words) {
    Task task = Task.parse(Arrays.asList(words).subList(1, words.length));
    RivalLoop.serve(
        () ->
            new InferenceRival(
                Contestant.valueOf(words[0]).create(task),
                new Inputs(task.image()),
                Reference.read(task.reference(), task.network().options().classes())));
  }

  @Override
  public Map<String, Double> facts() {
    return Map.of();
  }

  @Override
  public Map<String, Double> run(String order) throws Exception {
    List<String> words = List.of(order.split(" ", -1));
    int count = Integer.parseInt(words.get(1));
    return switch (words.get(0)) {
      case "answer" -> answer(count);
      case "throughput" -> throughput(count, Double.parseDouble(words.get(2)));
      case "latency" -> latency(count, Double.parseDouble(words.get(2)));
      default -> throw new IllegalArgumentException("unknown order: " + order);
    };
  }

  /** The {@code difference} to the reference, after the first calls. */
  private Map<String, Double> answer(int batch) throws Exception {
    Request request = request(batch);
    for (int i = 0; i < WARM_UPS; i++) {
      request.logits();
    }
    return Map.of("difference", reference.difference(request.logits(), batch));
  }

  /** Images per second as {@code rate}. */
  private Map<String, Double> throughput(int batch, double seconds) throws Exception {
    Request request = request(batch);
    request.logits(); // Not counted: the caches are full of another's data.
    int calls = 0;
    double elapsed = 0;
    long start = System.nanoTime();
    while (calls < LEAST_CALLS || elapsed < seconds) {
      request.logits();
      calls++;
      elapsed = (System.nanoTime() - start) / 1e9;
    }
    return Map.of("rate", calls * batch / elapsed);
  }

  private Map<String, Double> latency(int count, double seconds) throws Exception {
    Callers threads = callers.get(count);
    if (threads == null) {
      threads = new Callers(inference, inputs, count);
      callers.put(count, threads);
    }
    return threads.run(seconds);
  }

  private Request request(int batch) throws Exception {
    Request request = requests.get(batch);
    if (request == null) {
      request = inference.prepare(inputs, batch);
      requests.put(batch, request);
    }
    return request;
  }
}
