package org.resnet4j.bench.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.resnet4j.bench.inference.Inference.Request;

/** Threads that each request the logits of one image, over and over. */
final class Callers {
  private static final int LEAST_CALLS = 3;

  private final ExecutorService threads;
  private final List<Request> requests = new ArrayList<>();
  private final List<Double> waits = new ArrayList<>();

  Callers(Inference inference, Inputs inputs, int count) throws Exception {
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < count; i++) {
      requests.add(inference.prepare(inputs, 1));
    }
  }

  /**
   * Runs the callers for some seconds.
   *
   * @return requests per second as {@code rate}, and {@code p50} and {@code p99} of the
   *     milliseconds that a caller waited in all calls of this method so far
   */
  Map<String, Double> run(double seconds) throws Exception {
    together(request -> List.of(ask(request))); // Not counted, as for throughput.
    long start = System.nanoTime();
    List<Double> now = together(request -> askFor(request, start, seconds));
    double elapsed = (System.nanoTime() - start) / 1e9;
    waits.addAll(now);
    return Map.of(
        "rate",
        now.size() / elapsed,
        "p50",
        percentile(waits, 0.5),
        "p99",
        percentile(waits, 0.99));
  }

  @FunctionalInterface
  private interface Work {
    List<Double> of(Request request) throws Exception;
  }

  private List<Double> together(Work work) throws Exception {
    List<Callable<List<Double>>> calls = new ArrayList<>();
    requests.forEach(request -> calls.add(() -> work.of(request)));
    List<Double> all = new ArrayList<>();
    for (Future<List<Double>> waited : threads.invokeAll(calls)) {
      all.addAll(waited.get());
    }
    return all;
  }

  private static List<Double> askFor(Request request, long start, double seconds) throws Exception {
    List<Double> waits = new ArrayList<>();
    while (waits.size() < LEAST_CALLS || (System.nanoTime() - start) / 1e9 < seconds) {
      waits.add(ask(request));
    }
    return waits;
  }

  private static double ask(Request request) throws Exception {
    long start = System.nanoTime();
    request.logits();
    return (System.nanoTime() - start) / 1e6;
  }

  /** The quantile: the smallest value that a share of all does not exceed. */
  static double percentile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
