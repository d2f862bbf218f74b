package org.resnet4j.io.download;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the body of an HTTP response in chunks, and gives up when none arrives within the
 * timeout, or hardly any within twice the timeout: the JDK's own timeout only covers the headers.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>> {
  /** In bytes; less within a window counts as a stall: 100 MB would take a day. */
  private static final int LEAST_PER_SECOND = 1024;

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final Duration patience;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean cancelled;
  private long windowBegin = System.nanoTime();
  private long windowBytes;

  /** Some data, the reason why there is no more, or neither at the end. */
  private record Piece(@Nullable List<ByteBuffer> data, @Nullable Throwable failure) {}

  BodyReader(Duration patience) {
    this.patience = patience;
  }

  /** The next buffers, or null at the end. */
  @Nullable List<ByteBuffer> next() throws IOException, InterruptedException {
    Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (piece == null) {
      throw new HttpTimeoutException("no data received for " + patience.toSeconds() + " s");
    }
    if (piece.failure() != null) {
      throw new IOException(
          "the connection broke: " + piece.failure().getMessage(), piece.failure());
    }
    Flow.Subscription given = subscription;
    if (given != null) {
      given.request(1);
    }
    if (piece.data() != null) {
      requirePace(piece.data());
    }
    return piece.data();
  }

  private void requirePace(List<ByteBuffer> data) throws HttpTimeoutException {
    windowBytes += data.stream().mapToLong(ByteBuffer::remaining).sum();
    double seconds = (System.nanoTime() - windowBegin) / 1e9;
    if (seconds < 2 * patience.toMillis() / 1e3) {
      return;
    }
    if (windowBytes < LEAST_PER_SECOND * seconds) {
      throw new HttpTimeoutException(
          String.format(Locale.ROOT, "only %,d bytes received in %.0f s", windowBytes, seconds));
    }
    windowBegin = System.nanoTime();
    windowBytes = 0;
  }

  void cancel() {
    cancelled = true;
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (cancelled) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> data) {
    pieces.add(new Piece(data, null));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(null, failure));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(null, null));
  }
}
