package org.resnet4j.bench.inference;

/** A network prepared by some library; thread-safe. */
interface Inference extends AutoCloseable {
  /** Prepares the first n images for one thread that repeatedly computes their logits. */
  Request prepare(Inputs inputs, int n) throws Exception;

  @Override
  void close() throws Exception;

  /** Some images in the library's form; valid as long as the network. */
  @FunctionalInterface
  interface Request {
    /** Logits {@code [n, classes]} in row-major order, computed anew. */
    float[] logits() throws Exception;
  }
}
