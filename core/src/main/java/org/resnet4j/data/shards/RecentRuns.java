package org.resnet4j.data.shards;

import java.util.LinkedHashMap;
import java.util.Map;

/** The runs that were read last, more than the buffer of an epoch's order spreads over. */
final class RecentRuns {
  private static final int MOST = 256;

  private final Map<Integer, Boolean> runs =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Whether a run is not among them; from now on it is. */
  synchronized boolean isNew(int run) {
    return runs.put(run, true) == null;
  }
}
