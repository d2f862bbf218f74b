package org.resnet4j.study.experiments;

import java.util.List;
import org.resnet4j.study.Experiment;

/** All experiments, in the order in which a reader meets the ideas. */
public final class Experiments {
  private static final List<Experiment> ALL =
      List.of(
          new Degradation(),
          new VggDepth(),
          new SpeedOfLearning(),
          new Shortcuts(),
          new ActivationOrder(),
          new Bottleneck(),
          new Downsampling(),
          new InceptionModule(),
          new Audit());

  private Experiments() {}

  /** All of them. */
  public static List<Experiment> all() {
    return ALL;
  }
}
