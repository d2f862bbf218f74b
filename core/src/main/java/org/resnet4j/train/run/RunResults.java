package org.resnet4j.train.run;

import com.fasterxml.jackson.annotation.JacksonInject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.Json;

/**
 * How a run ended. Shares are fractions from 0 to 1.
 *
 * @param finished when, as ISO 8601 has it
 * @param epochs how many it had
 * @param steps how many it made
 * @param top1 of the last epoch's weights on the images that the best weights are chosen on
 * @param top5 likewise; null where there are too few classes to say
 * @param loss likewise
 * @param bestTop1 of the weights that were kept
 * @param bestEpoch after which they were kept, counted from 1
 * @param seconds of training, without evaluation
 * @param evaluationSeconds of evaluation
 * @param weightsSha256 of the last epoch's weights, as a file of them carries it
 * @param test the weights that were kept, on test images; null where none are set aside
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
    @JacksonInject(Json.OPTIONAL) @Nullable TestResult test) {

  /** The results of a run that ends now. */
  public static RunResults now(
      List<EpochResult> history,
      EpochResult best,
      String weightsSha256,
      @Nullable TestResult test) {
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
        test);
  }
}
