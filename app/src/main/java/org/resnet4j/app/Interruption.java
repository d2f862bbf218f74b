package org.resnet4j.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a wish to stop: while open, the end of the process waits until the work at
 * hand has seen it and closed this.
 */
final class Interruption implements AutoCloseable {
  /** The longest time that a step, an evaluation and saving may take before the process ends. */
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean requested;
  private final Thread hook = new Thread(this::awaitClose, "resnet4j-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was asked to end. */
  boolean requested() {
    return requested;
  }

  private void awaitClose() {
    requested = true;
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("resnet: gave up waiting for the current step");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook was waiting for this.
    }
  }
}
