package org.resnet4j.data.pictures;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files below a folder that are not used, counted by reason.
 *
 * @param counts by reason; only reasons that occurred
 */
public record LeftOut(SortedMap<String, Integer> counts) {
  /** Hidden files. */
  public static final String HIDDEN = "hidden";

  /** Files that are no pictures. */
  public static final String OTHER = "of other kinds";

  /** Links to nothing. */
  public static final String BROKEN_LINK = "behind a broken link";

  /** Links to folders already read. */
  public static final String AGAIN = "behind a link to a folder already read";

  /** Nothing. */
  public static final LeftOut NONE = new LeftOut(Collections.emptySortedMap());

  /** Keeps a copy. */
  public LeftOut {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** Both together. */
  public LeftOut plus(LeftOut other) {
    SortedMap<String, Integer> sum = new TreeMap<>(counts);
    other.counts.forEach((reason, count) -> sum.merge(reason, count, Integer::sum));
    return new LeftOut(sum);
  }

  /** With some more. */
  public LeftOut plus(int count, String reason) {
    SortedMap<String, Integer> sum = new TreeMap<>(counts);
    sum.merge(reason, count, Integer::sum);
    return count == 0 ? this : new LeftOut(sum);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** For example {@code 20 .tif (not supported), 3 hidden}. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
