package org.resnet4j.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended. Shares are fractions from 0 to 1.
 *
 * @param finished when, as ISO 8601 has it
 * @param epochs how many it had
 * @param steps how many it made
 * @param top1 of the last epoch's weights on the test images
 * @param top5 likewise; null where there are too few classes to say
 * @param loss likewise
 * @param bestTop1 of the weights that were kept
 * @param bestEpoch after which they were kept, counted from 1
 * @param seconds of training, without evaluation
 * @param evaluationSeconds of evaluation
 * @param weightsSha256 of the last epoch's weights, as a file of them carries it
 */
public record RunResults(
    String finished,
    int epochs,
    long steps,
    double top1,
    @Nullable Double top5,
    double loss,
    double bestTop1,
    int bestEpoch,
    double seconds,
    double evaluationSeconds,
    String weightsSha256) {

  /** The results of a run that ends now. */
  static RunResults now(List<EpochResult> history, EpochResult best, String weightsSha256) {
    EpochResult last = history.get(history.size() - 1);
    return new RunResults(
        RunRecord.timeNow(),
        history.size(),
        last.step(),
        last.testTop1(),
        last.testTop5(),
        last.testLoss(),
        best.testTop1(),
        best.epoch(),
        history.stream().mapToDouble(EpochResult::seconds).sum(),
        history.stream().mapToDouble(EpochResult::evaluationSeconds).sum(),
        weightsSha256);
  }
}
