package org.resnet4j.compiled.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.resnet4j.compiled.onednn.Workspace;
import org.resnet4j.torch.Torch;

/**
 * The processor's cores, shared by concurrent callers. Each core has a thread and a workspace and
 * runs one computation at a time; a caller that finds all cores idle may use them together.
 */
final class Cores implements AutoCloseable {
  private final List<Core> all = new ArrayList<>();
  private final Deque<Core> idle = new ArrayDeque<>();

  private final ExecutorService leader;

  private record Core(ExecutorService thread, Workspace workspace) {}

  /**
   * Starts a thread for each core.
   *
   * @param most the maximum number of cores, of those that this process may use
   */
  Cores(int most) {
    int count = Torch.usable(most);
    for (int i = 0; i < count; i++) {
      all.add(new Core(thread(1), new Workspace()));
    }
    idle.addAll(all);
    leader = thread(count);
  }

  /**
   * A thread that divides each operation among a number of threads, itself included. It keeps the
   * others between computations: changing their number takes longer than a small network.
   */
  private static ExecutorService thread(int each) {
    ExecutorService thread = Executors.newSingleThreadExecutor(Cores::daemon);
    thread.execute(() -> Torch.setThreads(each)); // OpenMP counts for each thread anew.
    return thread;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "resnet4j-core");
    thread.setDaemon(true);
    return thread;
  }

  int count() {
    return all.size();
  }

  /** Waits for a core and computes on it alone, in parallel with the caller. */
  Future<?> one(Consumer<Workspace> work) {
    Core core = take();
    return core.thread()
        .submit(
            () -> {
              try {
                work.accept(core.workspace());
              } finally {
                free(List.of(core));
              }
            });
  }

  /**
   * Computes on all cores together, each operation divided among them.
   *
   * @return empty if any core is in use
   */
  Optional<Future<?>> together(Consumer<Workspace> work) {
    synchronized (idle) {
      if (idle.size() < all.size()) {
        return Optional.empty();
      }
      idle.clear();
    }
    return Optional.of(
        leader.submit(
            () -> {
              try {
                work.accept(all.get(0).workspace());
              } finally {
                free(all);
              }
            }));
  }

  private Core take() {
    boolean interrupted = false;
    synchronized (idle) {
      while (idle.isEmpty()) {
        try {
          idle.wait();
        } catch (InterruptedException e) {
          interrupted = true; // The computation continues elsewhere, and so does this wait.
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return idle.pop();
    }
  }

  private void free(List<Core> cores) {
    synchronized (idle) {
      idle.addAll(cores);
      idle.notifyAll();
    }
  }

  /** Waits until all are idle, then stops the threads and frees the workspaces. */
  @Override
  public void close() {
    all.forEach(core -> take());
    leader.shutdown();
    all.forEach(
        core -> {
          core.thread().shutdown();
          core.workspace().close();
        });
  }
}
