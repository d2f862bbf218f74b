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
 * The processor's cores as those share them who ask for computations: each has a thread and a
 * workspace, and computes one thing at a time. Who finds all of them idle may have them together.
 */
final class Cores implements AutoCloseable {
  private final List<Core> all = new ArrayList<>();
  private final Deque<Core> idle = new ArrayDeque<>();

  private final ExecutorService leader;

  private record Core(ExecutorService thread, Workspace workspace) {}

  /**
   * With a thread for each core.
   *
   * @param wanted how many at most, of those that this process may use
   */
  Cores(int wanted) {
    int count = Torch.usable(wanted);
    for (int i = 0; i < count; i++) {
      all.add(new Core(thread(1), new Workspace()));
    }
    idle.addAll(all);
    leader = thread(count);
  }

  /**
   * A thread that divides each operation among so many, itself included. It keeps the others from
   * one computation to the next: to change their number takes longer than a small network.
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

  /** Waits for a core and computes on it alone, beside what the caller does. */
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
   * @return empty if somebody uses one of them
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
          interrupted = true; // What is computed elsewhere goes on, and so does this.
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

  /** Waits until all are idle, then ends the threads and frees the workspaces. */
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
