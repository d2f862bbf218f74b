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
 * Everything that training needs to go on as if it had never stopped. Random numbers are functions
 * of seed, epoch and position, so they need no state of their own.
 */
public final class Checkpoint {
  private static final String KEY = "run";
  private static final String IDENTITY = "identity";

  private Checkpoint() {}

  /** What must be the same for a run to go on, or its parts would not belong together. */
  public record Identity(
      RunSettings settings,
      int trainImages,
      int testImages,
      List<String> classes,
      Normalisation normalisation) {}

  /**
   * Where a run stands.
   *
   * @param epoch the current epoch, counted from 0
   * @param stepInEpoch how many of its steps are done
   * @param step how many steps of the run are done
   * @param lossSum of the epoch's images so far
   * @param right how many of them were right
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
     * A step further.
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

    /** The same where other weights are kept as the best, or none and {@code top1} is -1. */
    public Position withBest(double top1) {
      return new Position(
          epoch, stepInEpoch, step, lossSum, right, seconds, waitedSeconds, top1, history);
    }

    /** The epoch whose weights are the best so far by the rule of the run; there must be one. */
    public EpochResult best(RunSettings settings) {
      return history.stream()
          .filter(result -> result.validationTop1() == bestTop1)
          .reduce((a, b) -> settings.isBest(b.validationTop1(), a.validationTop1()) ? b : a)
          .orElseThrow();
    }

    /** At the start of the next epoch. */
    public Position after(EpochResult result) {
      List<EpochResult> longer = new ArrayList<>(history);
      longer.add(result);
      double best = Math.max(bestTop1, result.validationTop1());
      return new Position(epoch + 1, 0, step, 0, 0, 0, 0, best, List.copyOf(longer));
    }
  }

  /** Writes a checkpoint, whole or not at all. */
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
   * @throws FormatException if the file is damaged or of another run
   */
  public static Position load(Path file, Identity identity, TrainingState state)
      throws IOException {
    List<float[]> lossArrays = lossArrays(state);
    try (SafeTensors read = SafeTensors.read(file);
        PointerScope scope = new PointerScope()) {
      String json = read.metadata().get(KEY);
      if (json == null) {
        throw new FormatException(file, "it is not a checkpoint of a training run");
      }
      if (!Json.line(identity).equals(read.metadata().get(IDENTITY))) {
        throw new FormatException(
            file,
            "it was saved with other settings or on other images than this run has now:"
                + " restore run.json and the data, or begin a new run");
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
        throw new FormatException(file, "it is a checkpoint of another run: " + e.getMessage(), e);
      }
      Optional<String> flaw = state.flaw();
      if (flaw.isPresent()) {
        throw new FormatException(
            file, flaw.get() + ", so it cannot be resumed: begin a new run");
      }
      return position;
    }
  }

  private static List<float[]> lossArrays(TrainingState state) {
    return state.losses() == null ? List.of() : state.losses().arrays();
  }
}
