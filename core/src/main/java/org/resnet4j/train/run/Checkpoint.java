package org.resnet4j.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.data.Normalisation;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.train.step.TrainingStep;
import org.resnet4j.weights.SafeTensors;

/**
 * The complete state for resuming a training exactly. Random numbers are functions of seed, epoch
 * and position, so they have no state.
 */
public final class Checkpoint {
  private static final String KEY = "run";
  private static final String IDENTITY = "identity";

  private Checkpoint() {}

  /** The values that must be unchanged to resume a run. */
  public record Identity(
      RunSettings settings,
      int trainImages,
      int testImages,
      List<String> classes,
      Normalisation normalisation) {}

  /**
   * The position of a run.
   *
   * @param epoch the current epoch, counted from 0
   * @param stepInEpoch the number of its finished steps
   * @param step the number of finished steps of the run
   * @param lossSum of the epoch's images so far
   * @param right the number of them classified correctly
   * @param seconds of training spent on the epoch so far
   * @param waitedSeconds of these, waiting for data
   * @param bestTop1 the highest validation accuracy of an epoch so far, or -1
   * @param history the finished epochs
   */
  public record Position(
      int epoch,
      int stepInEpoch,
      long step,
      double lossSum,
      long right,
      double seconds,
      double waitedSeconds,
      double bestTop1,
      List<EpochResult> history) {
    public static final Position START = new Position(0, 0, 0, 0, 0, 0, 0, -1, List.of());

    /**
     * The position after a step.
     *
     * @param seconds of training spent on the epoch until now
     * @param waitedSeconds of these, waiting for data
     */
    public Position after(TrainingStep.Result result, double seconds, double waitedSeconds) {
      return new Position(
          epoch,
          stepInEpoch + 1,
          step + 1,
          lossSum + result.meanLoss() * result.losses().length,
          right + result.right(),
          seconds,
          waitedSeconds,
          bestTop1,
          history);
    }

    /** A copy with other best weights, or none if {@code top1} is -1. */
    public Position withBest(double top1) {
      return new Position(
          epoch, stepInEpoch, step, lossSum, right, seconds, waitedSeconds, top1, history);
    }

    /** The epoch with the best weights so far; requires a finished epoch. */
    public EpochResult best(RunSettings settings) {
      return history.stream()
          .filter(result -> result.validationTop1() == bestTop1)
          .reduce((a, b) -> settings.isBest(b.validationTop1(), a.validationTop1()) ? b : a)
          .orElseThrow();
    }

    /** The position at the start of the next epoch. */
    public Position after(EpochResult result) {
      List<EpochResult> longer = new ArrayList<>(history);
      longer.add(result);
      double best = Math.max(bestTop1, result.validationTop1());
      return new Position(epoch + 1, 0, step, 0, 0, 0, 0, best, List.copyOf(longer));
    }
  }

  /** Writes a checkpoint atomically. */
  public static void save(Path file, Identity identity, Position position, TrainingState state)
      throws IOException {
    List<float[]> lossArrays = lossArrays(state);
    try (TensorMap all = new TensorMap();
        PointerScope scope = new PointerScope()) {
      all.putAll("model.", state.network().state());
      all.putAll("momentum.", state.momenta());
      if (state.average() != null) {
        all.putAll("average.", state.average());
      }
      for (int i = 0; i < lossArrays.size(); i++) {
        all.put("losses." + i, torch.tensor(lossArrays.get(i)));
      }
      Map<String, String> metadata = new TreeMap<>();
      metadata.put(IDENTITY, Json.line(identity));
      metadata.put(KEY, Json.line(position));
      SafeTensors.write(file, metadata, all);
    }
  }

  /**
   * Reads a checkpoint into the state of a run.
   *
   * @throws FormatException if the file is damaged or belongs to another run
   */
  public static Position load(Path file, Identity identity, TrainingState state)
      throws IOException {
    List<float[]> lossArrays = lossArrays(state);
    try (SafeTensors read = SafeTensors.read(file);
        PointerScope scope = new PointerScope()) {
      String json = read.metadata().get(KEY);
      if (json == null) {
        throw new FormatException(file, "expected a checkpoint of a training run");
      }
      if (!Json.line(identity).equals(read.metadata().get(IDENTITY))) {
        throw new FormatException(
            file,
            "it was saved with different settings or images than this run has now:"
                + " restore run.json and the data, or start a new run");
      }
      Position position = Json.read(json, Position.class);
      try {
        state.network().state().copyFrom("model.", read.tensors());
        state.momenta().copyFrom("momentum.", read.tensors());
        if (state.average() != null) {
          state.average().copyFrom("average.", read.tensors());
        }
        for (int i = 0; i < lossArrays.size(); i++) {
          float[] losses = HostMemory.floats(read.tensors().get("losses." + i));
          System.arraycopy(losses, 0, lossArrays.get(i), 0, losses.length);
        }
      } catch (RuntimeException e) {
        throw new FormatException(file, "it belongs to another run: " + e.getMessage(), e);
      }
      Optional<String> flaw = state.flaw();
      if (flaw.isPresent()) {
        throw new FormatException(file, flaw.get() + ", so it cannot be resumed: start a new run");
      }
      return position;
    }
  }

  private static List<float[]> lossArrays(TrainingState state) {
    return state.losses() == null ? List.of() : state.losses().arrays();
  }
}
