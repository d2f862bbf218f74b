package org.resnet4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every step of a short run, written out. */
class ScheduleTest {
  private static void assertFactors(Schedule schedule, double... factors) {
    for (int step = 0; step < factors.length; step++) {
      assertThat(schedule.factor(step, factors.length))
          .as("step %d", step)
          .isEqualTo(factors[step], within(1e-12));
    }
  }

  @Test
  void milestonesFallAtTheirStepAndNotBefore() {
    assertFactors(
        new Schedule.Milestones(List.of(0.5, 0.8), 0.2, 0, 1),
        1,
        1,
        1,
        1,
        1,
        0.2,
        0.2,
        0.2,
        0.04,
        0.04);
  }

  @Test
  void warmUpReplacesTheFactorForItsShareOfTheRun() {
    assertFactors(
        new Schedule.Milestones(List.of(0.5, 0.8), 0.2, 0.3, 0.25),
        0.25,
        0.25,
        0.25,
        1,
        1,
        0.2,
        0.2,
        0.2,
        0.04,
        0.04);
  }

  /** Up over the first quarter of the steps, the last of which has the whole rate. */
  @Test
  void aRiseEndsAtOneAndTheFallBeginsThere() {
    assertFactors(
        new Schedule.Linear(0.4, 0),
        0.25,
        0.5,
        0.75,
        1,
        1,
        5 / 6.0,
        4 / 6.0,
        0.5,
        2 / 6.0,
        1 / 6.0);
  }

  @Test
  void aFallEndsAboveZeroWhereItShall() {
    assertFactors(new Schedule.Linear(0, 0.2), 1, 0.84, 0.68, 0.52, 0.36);
  }
}
