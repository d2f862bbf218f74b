package org.resnet4j.data.shards;

import java.util.List;
import org.resnet4j.data.pictures.LeftOut;

/**
 * What an index says of a shard.
 *
 * @param name its path: relative to the index of a pack, absolute in the cache
 * @param bytes its length
 * @param modified its time of modification in milliseconds; 0 where that does not matter
 * @param sha256 its checksum; empty if none was computed
 * @param leftOut members that are not used
 * @param problems obstacles to training: members that cannot be understood
 */
record Shard(
    String name,
    long bytes,
    long modified,
    String sha256,
    Samples samples,
    LeftOut leftOut,
    List<String> problems) {
  /** Makes the list unmodifiable. */
  Shard {
    problems = List.copyOf(problems);
  }

  Shard named(String other, String checksum) {
    return new Shard(other, bytes, 0, checksum, samples, leftOut, problems);
  }
}
