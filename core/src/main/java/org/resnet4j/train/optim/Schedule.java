package org.resnet4j.train.optim;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A learning-rate schedule: a factor on the optimizer's rates at each step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Milestones.class, name = "milestones"),
  @JsonSubTypes.Type(value = Schedule.Linear.class, name = "linear")
})
public sealed interface Schedule {
  /** The factor for a step, counted from 0, of a run of {@code total} steps. */
  double factor(long step, long total);

  /**
   * A constant rate that drops at milestones. He et al. 2015, section 4.2.
   *
   * @param milestones fractions of the run after each of which the rate drops
   * @param drop the factor of each drop
   * @param warmup the fraction of the run that starts with {@code warmupFactor} instead of 1
   */
  record Milestones(List<Double> milestones, double drop, double warmup, double warmupFactor)
      implements Schedule {
    public Milestones {
      milestones = List.copyOf(milestones);
    }

    @Override
    public double factor(long step, long total) {
      if (step < warmup * total) {
        return warmupFactor;
      }
      double factor = 1;
      for (double milestone : milestones) {
        if (step >= milestone * total) {
          factor *= drop;
        }
      }
      return factor;
    }
  }

  /**
   * A linear rise from zero, then a linear fall to {@code end}.
   *
   * @param warmup the fraction of the run in which the rate rises
   * @param end the factor at the end of the run
   */
  record Linear(double warmup, double end) implements Schedule {
    @Override
    public double factor(long step, long total) {
      double rise = warmup * total;
      return step < rise
          ? (step + 1) / rise
          : end + (1 - end) * (total - step) / Math.max(1, total - rise);
    }
  }
}
