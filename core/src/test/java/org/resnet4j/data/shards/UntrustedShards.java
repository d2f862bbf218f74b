package org.resnet4j.data.shards;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** What fuzzing reaches of this package. */
public final class UntrustedShards {
  private UntrustedShards() {}

  /** Scans a shard; what is found lies in it. */
  public static void scan(SeekableByteChannel channel) throws IOException {
    Shard shard = ShardScan.of(channel, "shard.tar", 0);
    shard.samples().requireWithin(channel.size());
    read(shard.samples());
  }

  /** Reads an index; what is accepted can be used. */
  public static void index(byte[] bytes) {
    for (Shard shard : ShardIndex.parse(bytes).shards()) {
      read(shard.samples());
    }
  }

  private static void read(Samples samples) {
    for (int i = 0; i < samples.size(); i++) {
      samples.name(i);
    }
    samples.classesNeeded();
  }
}
