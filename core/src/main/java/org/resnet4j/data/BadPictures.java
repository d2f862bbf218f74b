package org.resnet4j.data;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done about pictures that cannot be read: the first one stops the work, or each is named
 * once, counted and passed over, until they are too many. Thread-safe.
 */
public final class BadPictures {
  /** The first one stops the work. */
  public static final BadPictures STOP = new BadPictures(null);

  /** So many are always tolerated where any is. */
  private static final int ALWAYS = 100;

  /** The share of all pictures, one in so many, above which they are too many. */
  private static final int SHARE = 100;

  private final @Nullable Consumer<DataException> log;
  private final Set<String> met = new HashSet<>();

  private BadPictures(@Nullable Consumer<DataException> log) {
    this.log = log;
  }

  /**
   * Passes over unreadable pictures: at most 100 or 1 % of them, whichever is more, and never more
   * than half.
   *
   * @param log receives the failure of each unreadable picture once; called by any thread
   */
  public static BadPictures skip(Consumer<DataException> log) {
    return new BadPictures(log);
  }

  /**
   * Takes note of an unreadable picture.
   *
   * @param images the number of all images
   * @throws DataException the given one if the first stops the work; another if they are too many
   */
  public void met(DataException bad, int images) {
    if (log == null) {
      throw bad;
    }
    int limit = Math.max(Math.min(ALWAYS, images / 2), images / SHARE);
    synchronized (met) {
      if (!met.add(bad.source().orElse(bad.reason()))) {
        return;
      }
      if (met.size() > limit) {
        throw new DataException(
            "expected at most "
                + limit
                + " unreadable pictures, found more; the last: "
                + bad.getMessage(),
            bad);
      }
      log.accept(bad);
    }
  }

  /** The number of different pictures that could not be read so far. */
  public int count() {
    synchronized (met) {
      return met.size();
    }
  }
}
