package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.evaluate.ClassResult;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.evaluate.Reliability;

/** An evaluation as JSON values; shares are fractions, and null where undefined. */
final class EvaluationJson {
  private EvaluationJson() {}

  static Map<String, Object> of(Evaluation result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("images", result.images());
    object.put("top1", result.top1());
    object.put("top5", result.top5());
    object.put("loss", result.loss());
    object.put("ece", result.calibration().expectedError());
    object.put("seconds", result.seconds());
    object.put("imagesPerSecond", result.imagesPerSecond());
    object.put("classes", result.perClass().stream().map(EvaluationJson::of).toList());
    object.put("confusion", result.confusion());
    object.put(
        "reliability", result.calibration().bins().stream().map(EvaluationJson::of).toList());
    return object;
  }

  private static Map<String, Object> of(ClassResult each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("label", each.label());
    object.put("images", each.images());
    object.put("right", each.right());
    object.put("precision", number(each.precision()));
    object.put("recall", number(each.recall()));
    return object;
  }

  private static Map<String, Object> of(Reliability.Bin bin) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("from", bin.from());
    object.put("to", bin.to());
    object.put("images", bin.images());
    object.put("confidence", number(bin.confidence()));
    object.put("accuracy", number(bin.accuracy()));
    return object;
  }

  /** Maps NaN to null, which JSON can express. */
  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
