package org.resnet4j.study.experiments;

import java.util.List;
import java.util.stream.Collectors;
import org.resnet4j.arch.Catalog;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Study;

/** All experiments, in the order in which a reader meets the ideas. */
public final class Experiments {
  private static final List<Experiment> ALL =
      List.of(
          new Degradation(),
          new VggDepth(),
          new Convergence(),
          new GradientFlow(),
          new ResidualSize(),
          new Sensitivity(),
          new SpeedOfLearning(),
          new SkipCost(),
          new Shortcuts(),
          new ActivationOrder(),
          new Bottleneck(),
          new Downsampling(),
          new InceptionModule(),
          new Lesions(),
          new Audit());

  private Experiments() {}

  /** The networks of the library, and those that experiments add. */
  public static Catalog catalog() {
    return Study.catalog(ALL);
  }

  /** All of them. */
  public static List<Experiment> all() {
    return ALL;
  }

  /**
   * The experiment of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Experiment named(String name) {
    return ALL.stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no experiment '"
                        + name
                        + "': choose one of "
                        + ALL.stream().map(Experiment::name).collect(Collectors.joining(", "))));
  }
}
