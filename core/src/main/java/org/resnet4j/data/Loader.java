package org.resnet4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.layer.Shape;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * Produces the batches of one pass over a data set, ahead of time on a separate thread. Order and
 * augmentation are pure functions of seed, epoch and position, so a resumed run sees the same
 * batches as an uninterrupted one.
 *
 * <pre>{@code
 * try (Loader loader = Loader.training(data, augmentation, normalisation, 128, seed, epoch, 0)) {
 *   for (Batch batch = loader.next(); batch != null; batch = loader.next()) { ... }
 * }
 * }</pre>
 */
public final class Loader implements AutoCloseable {
  /** Batches in flight: one in use, one ready, and one or two being written. */
  private static final int DEPTH = 4;

  /** Threads that decode files; more would compete with the training. */
  private static final int MAX_DECODERS = 4;

  private final Dataset data;
  private final int[] order;
  private final int batchSize;
  private final int steps;
  private final int firstStep;
  private final List<Painter> painters;
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(DEPTH);
  private final BlockingQueue<Delivery> ready = new ArrayBlockingQueue<>(DEPTH + 1);
  private final List<Batch> owned = new ArrayList<>();
  private final Thread worker;
  private @Nullable Batch inUse;
  private boolean finished;
  private long waitedNanos;

  /** A message of the worker: a batch, a failure, or neither at the end. */
  private record Delivery(@Nullable Batch batch, @Nullable Throwable failure) {}

  private Loader(
      Dataset data,
      int[] order,
      int batchSize,
      int steps,
      int firstStep,
      Augmentation augmentation,
      Normalisation normalisation,
      long seed,
      int epoch) {
    Shape shape = data.shape();
    if (normalisation.mean().size() != shape.channels()) {
      throw new DataException(
          "images of "
              + data.name()
              + " have "
              + shape.channels()
              + " channels, but the normalisation is for "
              + normalisation.mean().size());
    }
    if (augmentation.reflect() && augmentation.pad() >= Math.min(shape.height(), shape.width())) {
      throw new DataException(
          "mirrored padding of " + augmentation.pad() + " needs larger images than " + shape);
    }
    if (firstStep < 0 || firstStep > steps) {
      throw new IllegalArgumentException("no step " + firstStep + " in an epoch of " + steps);
    }
    this.data = data;
    this.order = order;
    this.batchSize = batchSize;
    this.steps = steps;
    this.firstStep = firstStep;
    int threads =
        data.slow() ? Math.min(MAX_DECODERS, Runtime.getRuntime().availableProcessors()) : 1;
    painters =
        IntStream.range(0, threads)
            .mapToObj(t -> new Painter(shape, augmentation, normalisation, seed, epoch))
            .toList();
    for (int i = 0; i < Math.min(DEPTH, steps - firstStep); i++) {
      Batch batch = BatchPool.SHARED.take(batchSize, augmentation.resultOf(shape));
      owned.add(batch);
      free.add(batch);
    }
    worker = new Thread(this::work, "resnet4j-loader");
    worker.setDaemon(true);
    worker.start();
  }

  /** The batches of a training epoch over all images. */
  public static Loader training(
      Dataset data,
      Augmentation augmentation,
      Normalisation normalisation,
      int batchSize,
      long seed,
      int epoch,
      int firstStep) {
    int[] all = IntStream.range(0, data.size()).toArray();
    return training(data, all, augmentation, normalisation, batchSize, seed, epoch, firstStep);
  }

  /**
   * The batches of a training epoch from {@code firstStep} on, shuffled and augmented. Images that
   * do not fill a last batch are dropped; the next epoch has another order.
   *
   * @param images the indices of the images that take part
   * @throws DataException if the data set is smaller than one batch or does not fit the
   *     normalisation
   */
  public static Loader training(
      Dataset data,
      int[] images,
      Augmentation augmentation,
      Normalisation normalisation,
      int batchSize,
      long seed,
      int epoch,
      int firstStep) {
    checkBatch(batchSize);
    if (batchSize > images.length) {
      throw new DataException(
          "a training batch of "
              + batchSize
              + " needs as many images, but "
              + data.name()
              + " has "
              + images.length
              + ": choose a smaller batch size");
    }
    int[] order = Randomness.permutation(images.length, seed, Purpose.ORDER, epoch);
    return new Loader(
        data,
        IntStream.of(order).map(i -> images[i]).toArray(),
        batchSize,
        images.length / batchSize,
        firstStep,
        augmentation,
        normalisation,
        seed,
        epoch);
  }

  /** All images once, in file order and as they are; the last batch may be smaller. */
  public static Loader evaluation(Dataset data, Normalisation normalisation, int batchSize) {
    checkBatch(batchSize);
    int capacity = Math.min(batchSize, data.size());
    return new Loader(
        data,
        IntStream.range(0, data.size()).toArray(),
        capacity,
        (data.size() + capacity - 1) / capacity,
        0,
        Augmentation.NONE,
        normalisation,
        0,
        0);
  }

  private static void checkBatch(int batchSize) {
    if (batchSize < 1) {
      throw new DataException("expected a batch of at least 1 image, got " + batchSize);
    }
  }

  /** The number of batches of the whole pass, counted from step 0 even when it began later. */
  public int steps() {
    return steps;
  }

  /** The index in the data set of the image at a position of the whole pass. */
  public int image(int position) {
    return order[position];
  }

  /** The total time that {@link #next} has waited for batches. */
  public double waitedSeconds() {
    return waitedNanos * 1e-9;
  }

  /**
   * The next batch, or null after the last. Invalidates the previous batch.
   *
   * @throws DataException if an image could not be read
   * @throws IllegalStateException if the thread is interrupted while it waits; its interrupt flag
   *     stays set
   */
  public @Nullable Batch next() {
    if (finished) {
      return null;
    }
    if (inUse != null) {
      free.add(inUse);
      inUse = null;
    }
    long start = System.nanoTime();
    Delivery delivery;
    try {
      delivery = ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the next batch", e);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
    if (delivery.failure() != null) {
      finished = true;
      throw failure(delivery.failure());
    }
    inUse = delivery.batch();
    finished = inUse == null;
    return inUse;
  }

  private RuntimeException failure(Throwable cause) {
    // Rethrown with the consumer's stack trace: the worker's would not show the caller.
    return cause instanceof DataException found
        ? found
            .source()
            .map(source -> new DataException(source, found.reason(), found))
            .orElseGet(() -> new DataException(found.reason(), found))
        : new IllegalStateException("the loader of " + data.name() + " failed: " + cause, cause);
  }

  private void work() {
    ExecutorService decoders =
        painters.size() > 1 ? Executors.newFixedThreadPool(painters.size(), Loader::daemon) : null;
    try {
      for (int step = firstStep; step < steps; step++) {
        Batch batch = free.take();
        fill(batch, step, decoders);
        ready.put(new Delivery(batch, null));
      }
      ready.put(new Delivery(null, null));
    } catch (InterruptedException e) {
      // Closed early: no caller waits for more.
    } catch (RuntimeException | Error e) {
      ready.add(new Delivery(null, e));
    } finally {
      if (decoders != null) {
        stop(decoders);
      }
    }
  }

  /** Waits until all writing has stopped: the batches are about to belong to another loader. */
  private static void stop(ExecutorService decoders) {
    decoders.shutdownNow();
    boolean done = false;
    while (!done) {
      try {
        done = decoders.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // The loader is being closed, which waits for this thread.
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "resnet4j-decoder");
    thread.setDaemon(true);
    return thread;
  }

  private void fill(Batch batch, int step, @Nullable ExecutorService decoders)
      throws InterruptedException {
    int start = step * batchSize;
    batch.resize(Math.min(batchSize, order.length - start));
    if (decoders == null) {
      fillShare(batch, start, 0);
      return;
    }
    List<Future<?>> shares = new ArrayList<>();
    for (int t = 0; t < painters.size(); t++) {
      int share = t;
      shares.add(decoders.submit(() -> fillShare(batch, start, share)));
    }
    for (Future<?> share : shares) {
      try {
        share.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /** Every n-th image of a batch, for n painters: positions are fixed, the order is not. */
  private void fillShare(Batch batch, int start, int share) {
    Painter painter = painters.get(share);
    for (int slot = share; slot < batch.size(); slot += painters.size()) {
      int index = order[start + slot];
      batch.labels().put(slot, data.label(index));
      painter.paint(data, index, start + (long) slot, batch.pixels(), slot);
    }
  }

  /** Stops the worker and recycles its memory. Batches are no longer valid. */
  @Override
  public void close() {
    finished = true;
    worker.interrupt();
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    owned.forEach(BatchPool.SHARED::giveBack);
    owned.clear();
    inUse = null;
  }
}
