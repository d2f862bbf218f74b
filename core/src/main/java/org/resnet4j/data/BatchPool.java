package org.resnet4j.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.resnet4j.layer.Shape;

/**
 * Recycles the memory of closed loaders. Without it every epoch would allocate new direct buffers,
 * which the garbage collector frees late: memory would grow in steps.
 */
final class BatchPool {
  static final BatchPool SHARED = new BatchPool();

  /** Enough for a training and an evaluation loader in turn. */
  private static final int MOST = 8;

  private final Deque<Batch> batches = new ArrayDeque<>();

  private BatchPool() {}

  /** A batch of exactly this capacity and shape, with any contents. */
  synchronized Batch take(int capacity, Shape shape) {
    for (Iterator<Batch> each = batches.iterator(); each.hasNext(); ) {
      Batch batch = each.next();
      if (batch.capacity() == capacity && batch.shape().equals(shape)) {
        each.remove();
        return batch;
      }
    }
    return new Batch(capacity, shape);
  }

  /** Keeps a batch for later; the least recently used one makes room. */
  synchronized void giveBack(Batch batch) {
    if (batches.size() == MOST) {
      batches.removeFirst();
    }
    batches.addLast(batch);
  }
}
