package org.resnet4j.data.shards;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.Pictures;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

/** The pictures of a part in the order of packing, read and encoded ahead on several threads. */
final class PackStream implements AutoCloseable {
  /** Read ahead by each thread. */
  private static final int AHEAD = 4;

  private final Pictures pictures;
  private final PackSettings settings;
  private final Limits limits;
  private final BadPictures bad;
  private final ExecutorService threads;
  private final int most;
  private final Deque<Future<PackedPicture>> ahead = new ArrayDeque<>();
  private int[] order = {};
  private int position;

  PackStream(Pictures pictures, PackSettings settings, Limits limits, BadPictures bad) {
    this.pictures = pictures;
    this.settings = settings;
    this.limits = limits;
    this.bad = bad.among(pictures.size());
    int count = Runtime.getRuntime().availableProcessors();
    threads = Executors.newFixedThreadPool(count, PackStream::daemon);
    most = AHEAD * count;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "pack");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins at a position of an order of pictures. */
  void begin(int[] indices, int from) {
    ahead.clear();
    order = indices;
    position = from;
  }

  /** The position of the picture that {@link #peek} gives. */
  int position() {
    return position;
  }

  /** The label of the picture that {@link #peek} gives. */
  int label() {
    return pictures.label(order[position]);
  }

  /** The next readable picture; null at the end. Bad ones are passed over where they may be. */
  @Nullable PackedPicture peek() {
    while (position < order.length) {
      while (ahead.size() < most && position + ahead.size() < order.length) {
        int index = order[position + ahead.size()];
        ahead.add(threads.submit(() -> packed(index)));
      }
      try {
        return ahead.getFirst().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof DataException flaw)) {
          throw new IllegalStateException("a picture cannot be packed", e.getCause());
        }
        bad.met(flaw);
        skip();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while packing", e);
      }
    }
    return null;
  }

  /** Goes past the picture that {@link #peek} gives. */
  void skip() {
    ahead.removeFirst();
    position++;
  }

  private PackedPicture packed(int index) {
    try {
      return PackedPicture.of(pictures.read(index, limits), settings, limits);
    } catch (ImageException e) {
      throw new DataException(
          pictures.place(index),
          e.getMessage() + "; repair or remove it, or skip unreadable pictures",
          e);
    } catch (IOException e) {
      throw new DataException(pictures.place(index), "it cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
