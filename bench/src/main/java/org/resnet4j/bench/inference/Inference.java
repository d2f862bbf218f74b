package org.resnet4j.bench.inference;

/** A network that some library has ready; any number of threads may ask it. */
interface Inference extends AutoCloseable {
  /** Prepares the first n images for one thread that asks for their logits again and again. */
  Request prepare(Inputs inputs, int n) throws Exception;

  @Override
  void close() throws Exception;

  /** Some images in the form that the library takes; it lives as long as the network. */
  @FunctionalInterface
  interface Request {
    /** Logits {@code [n, classes]} in row-major order, computed anew. */
    float[] logits() throws Exception;
  }
}
