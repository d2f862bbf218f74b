package org.resnet4j.study;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.resnet4j.io.Json;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Recipe;

/** A recipe in words, for the table of a page. */
final class RecipeText {
  private RecipeText() {}

  /**
   * Its settings by name.
   *
   * @param images the size of the training set
   */
  static Map<String, String> rows(Recipe recipe, int images) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("epochs", String.valueOf(recipe.epochs(images)));
    rows.put("steps", String.format(Locale.ROOT, "%,d", recipe.totalSteps(images)));
    rows.put(
        "batch size",
        recipe.batchSize()
            + (recipe.shards() == 1
                ? ""
                : ", in " + recipe.shards() + " parts that are normalised apart"));
    if (recipe.optimizer() instanceof Sgd sgd
        && recipe.schedule() instanceof Schedule.Milestones schedule) {
      rows.put("learning rate", plain(sgd.rate()) + ", " + words(schedule));
      rows.put(
          "optimizer",
          "SGD, momentum " + plain(sgd.momentum()) + (sgd.nesterov() ? ", Nesterov" : ""));
      rows.put(
          "weight decay",
          plain(sgd.weightDecay())
              + (sgd.decayNorms() ? ", of normalisations and biases too" : ""));
    } else {
      rows.put("learning rate", Json.line(recipe.schedule()));
      rows.put("optimizer", Json.line(recipe.optimizer()));
    }
    return rows;
  }

  private static String words(Schedule.Milestones schedule) {
    String drops =
        schedule.milestones().stream()
            .map(RecipeText::percent)
            .collect(
                Collectors.joining(
                    " and again after ", "times " + plain(schedule.drop()) + " after ", ""));
    return drops
        + " of the steps"
        + (schedule.warmup() == 0
            ? ""
            : ", times "
                + plain(schedule.warmupFactor())
                + " for the first "
                + percent(schedule.warmup()));
  }

  private static String percent(double share) {
    return plain(100 * share) + " %";
  }

  /** Without an exponent. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
