package org.resnet4j.study;

import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;

/** What a network costs by its shapes alone, computed and not measured. */
public final class Cost {
  /** Values that training changes. */
  public static final String PARAMETERS = "parameters";

  /** Multiplications with an addition in convolutions and linear layers, for one image. */
  public static final String MULTIPLY_ADDS = "multiply-adds (millions)";

  private Cost() {}

  /** Notes the cost of a network under a subject's name. */
  public static void record(String subject, Architecture network, Results.Recorder recorder) {
    Summary summary = Summary.of(network);
    recorder.value(subject, PARAMETERS, 0, (double) summary.parameters());
    recorder.value(subject, MULTIPLY_ADDS, 0, summary.multiplyAdds() / 1e6);
  }
}
