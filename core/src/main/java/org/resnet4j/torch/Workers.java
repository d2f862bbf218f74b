package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Threads that compute the parts of a batch in parallel, each independently from the first layer to
 * the last. Threads that share every operation would wait for each other some hundred times a step,
 * and a busy core would delay them all: docs/adr/0005.
 */
public final class Workers implements AutoCloseable {
  private final int count;
  private final int usable;
  private final ExecutorService threads;

  /**
   * Workers for a device: one for a GPU, otherwise one for each part up to the number of threads.
   * Each, and from now on the calling thread, computes its operations with an equal number of
   * threads.
   *
   * @param threads at least 1; limited by {@link Torch#usable}
   * @param parts the number of parts, at least 1
   */
  public Workers(Device device, int threads, int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("expected at least 1 part, got " + parts);
    }
    usable = Torch.usable(threads);
    count = device == Device.CPU ? Math.min(usable, parts) : 1;
    int each = usable / count;
    Torch.setThreads(each);
    this.threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread =
                  new Thread(
                      () -> {
                        Torch.setThreads(each); // OpenMP counts for each thread anew.
                        work.run();
                      },
                      "resnet4j-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The total number of threads. */
  public int threads() {
    return usable;
  }

  /** The number of parts computed at once. */
  public int count() {
    return count;
  }

  /**
   * Computes parts 0 to {@code parts - 1} and waits for all, even if one fails. Scopes are per
   * thread: a part that creates tensors opens one.
   *
   * @return the results in order
   */
  public <R> List<R> run(int parts, IntFunction<R> work) {
    List<Future<R>> running = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int index = part;
      running.add(threads.submit(() -> work.apply(index)));
    }
    return join(running);
  }

  /**
   * Waits for all, even if one fails or the caller is interrupted: others still use shared memory.
   *
   * @return the results in order
   * @throws RuntimeException the first failure
   */
  public static <R> List<R> join(List<? extends Future<? extends R>> running) {
    List<R> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<? extends R> part : running) {
      try {
        results.add(await(part));
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
    return results;
  }

  /** Waits even when interrupted, since native code does not stop. */
  private static <R> R await(Future<? extends R> part) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return part.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Shuts down the threads after their work. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
