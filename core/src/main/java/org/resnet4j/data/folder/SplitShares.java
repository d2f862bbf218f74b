package org.resnet4j.data.folder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of a hundred pictures of each class go to which part, where a folder has no parts.
 *
 * @param train to learn from; 0 to measure on all of them
 * @param validation to choose the best weights on
 * @param test to measure on at the end; 0 for no such part
 */
public record SplitShares(int train, int validation, int test) {
  /** A fifth is held out to choose on. */
  public static final SplitShares DEFAULT = new SplitShares(80, 20, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3}),(\\d{1,3})(?:,(\\d{1,3}))?");

  /** Checks that there is something to choose or measure on, and that nothing is left over. */
  public SplitShares {
    boolean sensible = validation > 0 && (train > 0 || test == 0);
    if (!sensible || train < 0 || test < 0 || train + validation + test != 100) {
      throw new IllegalArgumentException(
          "a split is TRAIN,VALIDATION or TRAIN,VALIDATION,TEST in percent that add up to 100, for"
              + " example 80,20 or 70,15,15, not "
              + train
              + ","
              + validation
              + (test == 0 ? "" : "," + test));
    }
  }

  /**
   * Reads {@code 80,20} or {@code 70,15,15}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static SplitShares parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a split is percentages such as 80,20 or 70,15,15, not '" + text + "'");
    }
    String test = matcher.group(3);
    return new SplitShares(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        test == null ? 0 : Integer.parseInt(test));
  }

  /** How many of a class the validation part gets; at least one. */
  int validationOf(int pictures) {
    return Math.max(1, pictures * validation / 100);
  }

  /** How many of a class the test part gets; at least one if there is such a part. */
  int testOf(int pictures) {
    return test == 0 ? 0 : Math.max(1, pictures * test / 100);
  }

  /** How many pictures each class needs, for every part to have one. */
  int fewest() {
    return train == 0 ? 1 : test == 0 ? 2 : 3;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return train + "," + validation + (test == 0 ? "" : "," + test);
  }
}
