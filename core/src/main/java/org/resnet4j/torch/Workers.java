package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Threads that compute the parts of a batch side by side, each on its own from the first layer to
 * the last. Threads that share every single operation instead wait for each other some hundred
 * times a step, and a busy core delays them all: docs/adr/0005.
 */
public final class Workers implements AutoCloseable {
  private final int count;
  private final int usable;
  private final ExecutorService threads;

  /**
   * Workers for a device: one for a GPU, which is parallel in itself, else one for each part as far
   * as the threads suffice. Each computes its operations with an equal number of threads, and so,
   * from now on, does the calling thread.
   *
   * @param threads at least 1; no more are started than {@link Torch#usable}
   * @param parts into how many parts the work falls, at least 1
   */
  public Workers(Device device, int threads, int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("work has at least one part, not " + parts);
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

  /** How many threads compute in all. */
  public int threads() {
    return usable;
  }

  /** How many parts are computed at once. */
  public int count() {
    return count;
  }

  /**
   * Computes parts 0 to {@code parts - 1} and waits for all, also when one fails. Scopes are per
   * thread: a part that makes tensors opens one.
   *
   * @return what each part gave, in their order
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
   * Waits for all, also when one fails or the caller is interrupted: others still use what was
   * lent.
   *
   * @return what each gave, in their order
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

  /** Ends the threads when they have done their work. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
