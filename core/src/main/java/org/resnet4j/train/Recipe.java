package org.resnet4j.train;

import java.util.ArrayList;
import java.util.List;

/**
 * How a network is trained, complete: with the data, the network and a seed it decides every weight.
 *
 * @param name under which {@link Recipes} lists it
 * @param steps the length in steps, or 0 if the phases give it in epochs
 * @param batchSize images a step
 * @param labelSmoothing the share of the target that is spread over all classes (Szegedy et al.
 *     2016, section 7)
 * @param ema the decay per step of the averaged weights that are evaluated and kept, or 0 for none
 */
public record Recipe(
    String name,
    long steps,
    List<Phase> phases,
    int batchSize,
    OptimizerRecipe optimizer,
    Schedule schedule,
    double labelSmoothing,
    double ema) {
  public Recipe {
    phases = List.copyOf(phases);
    if (phases.isEmpty() || batchSize < 1) {
      throw new IllegalArgumentException("a recipe needs a phase and a batch size");
    }
  }

  public Recipe withBatchSize(int value) {
    return new Recipe(
        name, steps, phases, value, optimizer, schedule, labelSmoothing, ema);
  }

  /** The same recipe over another number of epochs: phases and schedule keep their shares. */
  public Recipe withEpochs(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("--epochs must be at least 1, not " + epochs);
    }
    double scale = (double) epochs / phases.stream().mapToInt(Phase::epochs).sum();
    List<Phase> scaled = new ArrayList<>();
    int before = 0;
    double end = 0;
    for (Phase phase : phases) {
      end += phase.epochs() * scale;
      int length = (int) Math.round(end) - before;
      if (length > 0) {
        scaled.add(new Phase(length, phase.size(), phase.augmentation()));
        before += length;
      }
    }
    return new Recipe(
        name, 0, scaled, batchSize, optimizer, schedule, labelSmoothing, ema);
  }

  /** How many steps a run has when an epoch has so many. */
  public long totalSteps(int stepsPerEpoch) {
    return steps > 0
        ? steps
        : (long) stepsPerEpoch * phases.stream().mapToInt(Phase::epochs).sum();
  }

  /** The phase of an epoch counted from 0; the last phase goes on for as long as the run. */
  public Phase phase(int epoch) {
    int end = 0;
    for (Phase phase : phases) {
      end += phase.epochs();
      if (epoch < end) {
        return phase;
      }
    }
    return phases.get(phases.size() - 1);
  }
}
