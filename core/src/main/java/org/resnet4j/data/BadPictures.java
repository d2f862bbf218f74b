package org.resnet4j.data;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is done about pictures that cannot be read: the first one stops the work, or each is named
 * once, counted and passed over, until they are too many. Thread-safe.
 */
public final class BadPictures {
  /** From this number of pictures on, one that cannot be read is no reason to stop. */
  public static final int MANY = 20_000;

  /** The first one stops the work. */
  public static final BadPictures STOP = new BadPictures(Integer.MAX_VALUE, 0, bad -> {});

  /** So many are tolerated where any is, but never more than half. */
  private static final int ALWAYS = 100;

  /** The share of all pictures, one in so many, that is tolerated in any case. */
  private static final int SHARE = 100;

  private final int from;
  private final int pictures;
  private final Consumer<DataException> log;
  private final Set<String> met = new HashSet<>();

  private BadPictures(int from, int pictures, Consumer<DataException> log) {
    this.from = from;
    this.pictures = pictures;
    this.log = log;
  }

  /**
   * Passes over unreadable pictures: at most 100 or 1 %, whichever is more, and never more than
   * half.
   *
   * @param log receives the failure of each unreadable picture once; called by any thread
   */
  public static BadPictures skip(Consumer<DataException> log) {
    return new BadPictures(0, 0, log);
  }

  /** As above among {@link #MANY} pictures or more; among fewer the first one stops the work. */
  public static BadPictures skipAmongMany(Consumer<DataException> log) {
    return new BadPictures(MANY, 0, log);
  }

  /** The same for a number of pictures, with a count of its own. */
  public BadPictures among(int all) {
    return new BadPictures(from, all, log);
  }

  /**
   * Takes note of an unreadable picture.
   *
   * @throws DataException the given one if the first stops the work; another if they are too many
   */
  public void met(DataException bad) {
    if (pictures < from) {
      throw bad;
    }
    int limit = Math.max(Math.min(ALWAYS, pictures / 2), pictures / SHARE);
    synchronized (met) {
      if (!met.add(bad.source().orElse(bad.reason()))) {
        return;
      }
      if (met.size() > limit) {
        throw new DataException(
            "expected at most "
                + limit
                + " unreadable pictures among "
                + pictures
                + ", found more; the last: "
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
