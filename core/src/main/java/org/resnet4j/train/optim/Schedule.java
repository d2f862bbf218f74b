package org.resnet4j.train.optim;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A learning-rate schedule: a factor on the optimizer's rates at each step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Milestones.class, name = "milestones"),
  @JsonSubTypes.Type(value = Schedule.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.Plateau.class, name = "plateau"),
  @JsonSubTypes.Type(value = Schedule.Warmup.class, name = "warmup")
})
public sealed interface Schedule {
  /** The factor for a step, counted from 0, of a run of {@code total} steps. */
  double factor(long step, long total);

  /**
   * As above, for schedules that follow the validation accuracy.
   *
   * @param accuracies of the finished epochs, in order
   */
  default double factor(long step, long total, List<Double> accuracies) {
    return factor(step, total);
  }

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

  /**
   * Half a period of the cosine, from 1 down to {@code end}: Loshchilov and Hutter 2017.
   *
   * @param end the factor at the end of the run
   */
  record Cosine(double end) implements Schedule {
    @Override
    public double factor(long step, long total) {
      return end + (1 - end) * (1 + Math.cos(Math.PI * step / Math.max(1, total))) / 2;
    }
  }

  /**
   * A linear rise to another schedule: Goyal et al. 2017, section 2.2.
   *
   * @param share the fraction of the run in which the rate rises
   * @param start the factor at the first step
   * @param shifts whether the other schedule begins after the rise, as in torchvision's recipes;
   *     otherwise it has been running meanwhile, as in timm's
   * @param then the other schedule
   */
  record Warmup(double share, double start, boolean shifts, Schedule then) implements Schedule {
    /** Checks the fraction. */
    public Warmup {
      if (!(share >= 0 && share < 1) || !(start >= 0)) {
        throw new IllegalArgumentException(
            "expected a warm-up of a share in [0, 1) from a factor of at least 0, got "
                + share
                + " and "
                + start);
      }
    }

    @Override
    public double factor(long step, long total) {
      return factor(step, total, List.of());
    }

    @Override
    public double factor(long step, long total, List<Double> accuracies) {
      long rise = Math.round(share * total);
      if (step < rise) {
        return start + (1 - start) * step / rise;
      }
      return shifts
          ? then.factor(step - rise, total - rise, accuracies)
          : then.factor(step, total, accuracies);
    }
  }

  /**
   * A rate that drops when the validation accuracy has not grown for some epochs, as torch's {@code
   * ReduceLROnPlateau} by accuracy; He et al. 2015, section 3.4, divide "by 10 when the error
   * plateaus".
   *
   * @param drop the factor of each drop
   * @param patience the epochs without improvement that are tolerated
   * @param threshold the least relative improvement
   */
  record Plateau(double drop, int patience, double threshold) implements Schedule {
    /** Checks that a drop is one. */
    public Plateau {
      if (!(drop > 0 && drop < 1) || patience < 0 || !(threshold >= 0)) {
        throw new IllegalArgumentException(
            "expected a drop between 0 and 1, a patience and a threshold of at least 0, got "
                + drop
                + ", "
                + patience
                + " and "
                + threshold);
      }
    }

    @Override
    public double factor(long step, long total) {
      return 1;
    }

    @Override
    public double factor(long step, long total, List<Double> accuracies) {
      double factor = 1;
      double best = Double.NEGATIVE_INFINITY;
      int without = 0;
      for (double accuracy : accuracies) {
        if (accuracy > best * (1 + threshold)) {
          best = accuracy;
          without = 0;
        } else {
          without++;
        }
        if (without > patience) {
          factor *= drop;
          without = 0;
        }
      }
      return factor;
    }
  }
}
