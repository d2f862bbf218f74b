package org.resnet4j.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.augment.Draw;
import org.resnet4j.data.augment.Mixing;
import org.resnet4j.layer.Shape;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * Produces the batches of one pass over a data set, ahead of time on separate threads. Order and
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

  /** How many pictures are tried in place of an unreadable one. */
  private static final int REPLACEMENTS = 100;

  private final Dataset data;
  private final int[] order;
  private final int batchSize;

  /** Different images of a batch, each of which is in it as often as the augmentation says. */
  private final int distinct;

  private final int steps;
  private final boolean replaces;
  private final Augmentation augmentation;
  private final long seed;
  private final int epoch;
  private final Queue<Painter> painters = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads;
  private final int threadCount;
  private final Deque<Filling> ahead = new ArrayDeque<>();
  private final List<Batch> owned = new ArrayList<>();
  private int nextStep;
  private @Nullable Batch inUse;
  private volatile boolean finished;
  private long waitedNanos;

  /**
   * Starts to fill the first batches.
   *
   * @param replaces whether another image takes the place of an unreadable one; otherwise its place
   *     stays empty
   */
  private Loader(
      Dataset data,
      int[] order,
      int batchSize,
      int steps,
      int firstStep,
      Augmentation augmentation,
      Normalisation normalisation,
      long seed,
      int epoch,
      boolean replaces) {
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
    Shape framed = augmentation.framed(shape);
    if (augmentation.reflect() && augmentation.pad() >= Math.min(framed.height(), framed.width())) {
      throw new DataException(
          "mirrored padding of " + augmentation.pad() + " needs larger images than " + framed);
    }
    if (augmentation.lighting() != null && shape.channels() != 3) {
      throw new DataException("a change of light needs images of 3 channels, got " + shape);
    }
    if (firstStep < 0 || firstStep > steps) {
      throw new IllegalArgumentException("no step " + firstStep + " in an epoch of " + steps);
    }
    this.data = data;
    this.order = order;
    this.batchSize = batchSize;
    this.steps = steps;
    this.augmentation = augmentation;
    this.seed = seed;
    this.epoch = epoch;
    this.replaces = replaces;
    distinct = (batchSize + augmentation.copies() - 1) / augmentation.copies();
    nextStep = firstStep;
    threadCount = data.slow() ? Runtime.getRuntime().availableProcessors() : 1;
    for (int i = 0; i < threadCount; i++) {
      painters.add(new Painter(shape, augmentation, normalisation, seed, epoch));
    }
    threads = Executors.newFixedThreadPool(threadCount, Loader::daemon);
    for (int i = 0; i < Math.min(DEPTH, steps - firstStep); i++) {
      Batch batch = BatchPool.SHARED.take(batchSize, augmentation.resultOf(shape));
      owned.add(batch);
      fillNext(batch);
    }
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
    return new Loader(
        data,
        Order.of(data, images, seed, epoch),
        batchSize,
        images.length / batchSize,
        firstStep,
        augmentation,
        normalisation,
        seed,
        epoch,
        true);
  }

  /**
   * All images once, in file order and as they are; the last batch may be smaller. Images that
   * cannot be read are left out where the data set tolerates them.
   */
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
        0,
        false);
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
      fillNext(inUse);
      inUse = null;
    }
    Filling filling = ahead.poll();
    if (filling == null) {
      finished = true;
      return null;
    }
    long start = System.nanoTime();
    try {
      filling.done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the next batch", e);
    } catch (ExecutionException e) {
      finished = true;
      throw failure(e.getCause());
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
    inUse = filling.batch;
    return inUse;
  }

  private RuntimeException failure(@Nullable Throwable cause) {
    // Rethrown with the consumer's stack trace: the worker's would not show the caller.
    return cause instanceof DataException found
        ? found
            .source()
            .map(source -> new DataException(source, found.reason(), found))
            .orElseGet(() -> new DataException(found.reason(), found))
        : new IllegalStateException("the loader of " + data.name() + " failed: " + cause, cause);
  }

  /** Has the threads fill a batch with the images of the next step, if there is one. */
  private void fillNext(Batch batch) {
    if (nextStep == steps) {
      return;
    }
    int size = Math.min(batchSize, order.length - nextStep * batchSize);
    batch.resize(size);
    Filling filling = new Filling(batch, nextStep);
    nextStep++;
    ahead.add(filling);
    for (int i = 0; i < threadCount; i++) {
      threads.execute(filling);
    }
  }

  /** A batch that all threads fill together, an image at a time. */
  private final class Filling implements Runnable {
    private final Batch batch;
    private final int step;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final boolean[] empty;

    Filling(Batch batch, int step) {
      this.batch = batch;
      this.step = step;
      empty = new boolean[batch.size()];
    }

    @Override
    public void run() {
      Painter painter = painters.remove();
      try {
        int place = begun.getAndIncrement();
        while (place < empty.length && !finished && !done.isDone()) {
          fill(place, painter);
          if (ended.incrementAndGet() == empty.length) {
            finish();
          }
          place = begun.getAndIncrement();
        }
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      } finally {
        painters.add(painter);
      }
    }

    private void fill(int place, Painter painter) {
      long position = (long) step * batchSize + place;
      int index = order[step * distinct + place % distinct];
      for (int attempt = 0; ; attempt++) {
        batch.put(place, index, data.label(index));
        try {
          painter.paint(data, index, position, batch.pixels(), place);
          return;
        } catch (DataException e) {
          data.badPictures().met(e);
          if (!replaces) {
            empty[place] = true;
            return;
          }
          if (attempt == REPLACEMENTS) {
            throw e;
          }
          index = replacement(position, attempt);
        }
      }
    }

    private int replacement(long position, int attempt) {
      long bits =
          Randomness.bits(seed, Purpose.REPLACEMENT, epoch, position * REPLACEMENTS + attempt);
      return order[Randomness.below(order.length, bits)];
    }

    private void finish() {
      batch.keep(IntStream.range(0, empty.length).filter(i -> !empty[i]).toArray());
      Mixing mixing = augmentation.mixing();
      if (mixing != null) {
        Draw draw = new Draw(seed, epoch, (long) step * batchSize, Painter.MIXING);
        Mixer.mix(batch, mixing.draw(draw, batch.shape().height(), batch.shape().width()));
      }
      done.complete(null);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "resnet4j-loader");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Stops the threads and recycles their memory. Batches are no longer valid. Waits for images that
   * are being read: an interrupt would close the files that threads share.
   */
  @Override
  public void close() {
    finished = true;
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    owned.forEach(BatchPool.SHARED::giveBack);
    owned.clear();
    ahead.clear();
    inUse = null;
  }
}
