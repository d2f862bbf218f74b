package org.resnet4j.bench.training;

/** A network that some library trains. */
interface Training extends AutoCloseable {
  /** How many values training changes. */
  long parameters();

  /** Makes a step and gives its loss. */
  double step();

  @Override
  void close();
}
