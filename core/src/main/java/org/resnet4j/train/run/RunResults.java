package org.resnet4j.train.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.Json;

/**
 * The results of a run. Accuracies are fractions from 0 to 1.
 *
 * @param finished the end time in ISO 8601 format
 * @param epochs the number of epochs
 * @param steps the number of steps
 * @param top1 of the last epoch's weights on the images on which the best weights are selected
 * @param top5 likewise; null with fewer than six classes
 * @param loss likewise
 * @param bestTop1 of the best weights
 * @param bestEpoch of the best weights, counted from 1
 * @param seconds of training, without evaluation
 * @param evaluationSeconds of evaluation
 * @param weightsSha256 of the last epoch's weights, as in the metadata of their file
 * @param test the best weights on test images; null if none are held out
 * @param unreadable the number of pictures that could not be read since the run was started or
 *     resumed last; null if there was none
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
    String weightsSha256,
    @Json.Optional @Nullable TestResult test,
    @Json.Optional @Nullable Integer unreadable) {

  /** The results of a run that has just ended. */
  public static RunResults now(
      List<EpochResult> history,
      EpochResult best,
      String weightsSha256,
      @Nullable TestResult test,
      int unreadable) {
    EpochResult last = history.get(history.size() - 1);
    return new RunResults(
        RunRecord.timeNow(),
        history.size(),
        last.step(),
        last.validationTop1(),
        last.validationTop5(),
        last.validationLoss(),
        best.validationTop1(),
        best.epoch(),
        history.stream().mapToDouble(EpochResult::seconds).sum(),
        history.stream().mapToDouble(EpochResult::evaluationSeconds).sum(),
        weightsSha256,
        test,
        unreadable == 0 ? null : Integer.valueOf(unreadable));
  }
}
