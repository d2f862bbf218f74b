package org.resnet4j.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunSettings;

/**
 * A finished training of a subject.
 *
 * @param settings of the training
 * @param history its epochs
 * @param diverged why it could not be finished, or an empty text
 */
public record TrainedRun(
    Subject subject,
    long seed,
    Architecture architecture,
    RunSettings settings,
    RunFolder folder,
    List<EpochResult> history,
    String diverged) {
  public TrainedRun {
    history = List.copyOf(history);
  }

  /** Whether its loss or a weight became infinite. */
  public boolean hasDiverged() {
    return !diverged.isEmpty();
  }

  /** The last epoch, or null if there is none since it diverged in the first. */
  public @Nullable EpochResult last() {
    return history.isEmpty() ? null : history.get(history.size() - 1);
  }

  /** Whether the weights after an epoch are kept: those after 1, 2, 4, 8, ... and the last. */
  static boolean keeps(int epoch, int epochs) {
    return epoch == epochs || Integer.bitCount(epoch) == 1;
  }

  /** The epochs whose weights exist: 0 for the start, then those that were kept. */
  public List<Integer> keptEpochs() {
    return IntStream.rangeClosed(0, history.size())
        .filter(epoch -> epoch == 0 || Files.exists(folder.epoch(epoch)))
        .boxed()
        .toList();
  }

  /**
   * The network as it was after an epoch, in fp32; 0 gives the one that training started from. The
   * caller closes it.
   *
   * @throws IOException if the weights cannot be read
   */
  public Network network(int epoch, Catalog catalog) throws IOException {
    Device device = settings.device().requireUsable();
    if (epoch == 0) {
      return Network.create(
          architecture, settings.initialization(), settings.seed(), device, Precision.FP32);
    }
    try (Model model =
        Model.load(folder.epoch(epoch).toString(), catalog, device, Precision.FP32)) {
      return model.network().copy();
    }
  }
}
