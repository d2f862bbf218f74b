package org.resnet4j.study;

import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;

/** The cost of a network, computed from its shapes and not measured. */
public final class Cost {
  /** Trainable values. */
  public static final String PARAMETERS = "parameters";

  /** Multiply-adds in convolutions and linear layers, for one image. */
  public static final String MULTIPLY_ADDS = "multiply-adds (millions)";

  private Cost() {}

  /** Records the cost of a network under a subject's name. */
  public static void record(String subject, Architecture network, Results.Recorder recorder) {
    Summary summary = Summary.of(network);
    recorder.value(subject, PARAMETERS, 0, (double) summary.parameters());
    recorder.value(subject, MULTIPLY_ADDS, 0, summary.multiplyAdds() / 1e6);
  }
}
