package org.resnet4j.data.shards;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.resnet4j.data.pictures.BadPlace;
import org.resnet4j.data.pictures.Pictures;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

/**
 * Pictures in shards. Each read opens its file, which costs some ten microseconds: so there is
 * nothing to close, and as many files are open as threads read. The first read in a run of pictures
 * reads the whole run in one sweep, so that the system has the others at hand.
 */
final class ShardPictures implements Pictures {
  /** Some megabytes of photographs: enough for a disk to spend its time reading, not seeking. */
  static final int RUN = 64;

  /** Runs of this many bytes are not read ahead: they would push others out of memory. */
  private static final long LONGEST_RUN = 64L << 20;

  private static final int SWEEP = 1 << 20;

  private final List<Path> files;
  private final List<Shard> shards;
  private final List<int[]> labels;
  private final int[] starts;
  private final int[] runStarts;
  private final RecentRuns recent = new RecentRuns();

  /**
   * The pictures of some shards.
   *
   * @param labels the classes of the pictures of each
   */
  ShardPictures(List<Path> files, List<Shard> shards, List<int[]> labels) {
    this.files = List.copyOf(files);
    this.shards = List.copyOf(shards);
    this.labels = List.copyOf(labels);
    starts = new int[files.size() + 1];
    runStarts = new int[files.size() + 1];
    for (int i = 0; i < files.size(); i++) {
      int count = samples(i).size();
      starts[i + 1] = Math.addExact(starts[i], count);
      runStarts[i + 1] = runStarts[i] + (count + RUN - 1) / RUN;
    }
  }

  /** The first picture of a shard. */
  int start(int shard) {
    return starts[shard];
  }

  private Samples samples(int shard) {
    return shards.get(shard).samples();
  }

  @Override
  public int size() {
    return starts[files.size()];
  }

  /** The last shard that begins at or before a picture; shards without pictures begin there too. */
  private int shard(int index) {
    int found = Arrays.binarySearch(starts, index + 1);
    int next = found < 0 ? -found - 1 : found;
    while (starts[next - 1] > index) {
      next--;
    }
    return next - 1;
  }

  @Override
  public int label(int index) {
    int shard = shard(index);
    return labels.get(shard)[index - starts[shard]];
  }

  @Override
  public String place(int index) {
    int shard = shard(index);
    return files.get(shard) + "/" + samples(shard).name(index - starts[shard]);
  }

  @Override
  public int run(int index) {
    int shard = shard(index);
    return runStarts[shard] + (index - starts[shard]) / RUN;
  }

  @Override
  public byte[] read(int index, Limits limits) throws IOException {
    int shard = shard(index);
    Samples all = samples(shard);
    int within = index - starts[shard];
    int length = all.lengths()[within];
    if (length > limits.fileBytes()) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "expected a file of at most %,d bytes, got %,d",
              limits.fileBytes(),
              length));
    }
    try (FileChannel channel = FileChannel.open(files.get(shard), StandardOpenOption.READ)) {
      if (recent.isNew(run(index))) {
        sweep(channel, all, within / RUN * RUN);
      }
      byte[] bytes = new byte[length];
      fill(channel, all.offsets()[within], ByteBuffer.wrap(bytes));
      return bytes;
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory to read it", e);
    }
  }

  @Override
  public void verify(Consumer<BadPlace> bad) {
    IntStream.range(0, files.size())
        .parallel()
        .mapToObj(i -> new ShardVerification(files.get(i), shards.get(i)).flaws())
        .forEachOrdered(flaws -> flaws.forEach(bad));
  }

  /** Reads a run without keeping it: the system's cache does. */
  private static void sweep(FileChannel channel, Samples all, int first) throws IOException {
    int last = Math.min(first + RUN, all.size()) - 1;
    long at = all.offsets()[first];
    long end = all.offsets()[last] + all.lengths()[last];
    if (end - at > LONGEST_RUN) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(SWEEP, Math.max(0, end - at)));
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        return; // The read of the picture itself says so.
      }
      at += read;
    }
  }

  private static void fill(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at + bytes.position());
      if (read < 0) {
        throw new ImageException(
            "its shard ends at byte "
                + channel.size()
                + ", before the picture does: the shard was changed after it was indexed");
      }
    }
  }
}
