package org.resnet4j.data.pictures;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The percentage of each class's pictures in each part, where a folder has no parts.
 *
 * @param train for training; 0 to only measure
 * @param validation for selecting the best weights
 * @param test for the final measurement; 0 for none
 */
public record SplitShares(int train, int validation, int test) {
  /** A fifth is held out to choose on. */
  public static final SplitShares DEFAULT = new SplitShares(80, 20, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3}),(\\d{1,3})(?:,(\\d{1,3}))?");

  /** Checks that there is a validation part, and that the shares add up. */
  public SplitShares {
    boolean sensible = validation > 0 && (train > 0 || test == 0);
    if (!sensible || train < 0 || test < 0 || train + validation + test != 100) {
      throw new IllegalArgumentException(
          "expected percentages TRAIN,VALIDATION or TRAIN,VALIDATION,TEST that add up to 100, "
              + "such as 80,20 or 70,15,15, got "
              + train
              + ","
              + validation
              + (test == 0 ? "" : "," + test));
    }
  }

  /**
   * Parses {@code 80,20} or {@code 70,15,15}.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public static SplitShares parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected percentages such as 80,20 or 70,15,15, got '" + text + "'");
    }
    String test = matcher.group(3);
    return new SplitShares(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        test == null ? 0 : Integer.parseInt(test));
  }

  /** The number of a class's pictures in the validation part; at least one. */
  int validationOf(int pictures) {
    return Math.max(1, pictures * validation / 100);
  }

  /** The number of a class's pictures in the test part; at least one if there is such a part. */
  int testOf(int pictures) {
    return test == 0 ? 0 : Math.max(1, pictures * test / 100);
  }

  /** The number of pictures that each class needs for every part to have one. */
  int fewest() {
    return train == 0 ? 1 : test == 0 ? 2 : 3;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return train + "," + validation + (test == 0 ? "" : "," + test);
  }
}
