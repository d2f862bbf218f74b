package org.resnet4j.train;

import org.resnet4j.torch.TensorMap;

/** Changes the parameters of one network by their gradients. */
interface Optimizer extends AutoCloseable {
  /**
   * Makes one step and clears the gradients.
   *
   * @param factor what the schedule multiplies the rates with
   */
  void step(double factor);

  /** What it remembers between steps, by parameter name; the optimizer stays its owner. */
  TensorMap memory();

  /** Frees the memory. */
  @Override
  void close();
}
