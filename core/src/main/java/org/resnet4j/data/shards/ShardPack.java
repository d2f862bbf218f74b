package org.resnet4j.data.shards;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.image.Limits;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.io.LockFile;
import org.resnet4j.io.Sha256;
import org.resnet4j.io.tar.TarWriter;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * Packs pictures into shards that {@link ShardFolder} and WebDataset read: {@code train/}, {@code
 * val/} and {@code test/} with files such as {@code train-000000.tar}, the names of the classes,
 * and at last an index with the checksum of each shard. Classes are mixed by a random order that
 * depends on the seed alone, so the same pictures give the same bytes. A pack that was stopped or
 * killed is continued at its first missing shard.
 */
public final class ShardPack {
  /** What is written last. */
  static final String INDEX = "shards.index";

  /** What is written first. */
  private static final String RECORD = "pack.json";

  private static final String LOCK = ".lock";

  /** Any would do: it is fixed, because the order of an epoch is drawn anew. */
  private static final long SEED = 0;

  private final PictureSet set;
  private final Path folder;
  private final PackSettings settings;
  private final IntConsumer progress;
  private final BooleanSupplier stop;
  private final List<Shard> shards = new ArrayList<>();
  private int done;

  private ShardPack(
      PictureSet set,
      Path folder,
      PackSettings settings,
      IntConsumer progress,
      BooleanSupplier stop) {
    this.set = set;
    this.folder = folder;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * What was packed.
   *
   * @param finished whether all is; else the same call continues
   * @param pictures in the shards
   * @param skipped pictures that cannot be read, before the end of the last shard
   * @param bytes of the shards
   */
  public record Result(boolean finished, int pictures, int skipped, int shards, long bytes) {}

  /**
   * Packs all pictures of a set.
   *
   * @param to a new or empty folder, or one with a pack of the same pictures and settings
   * @param limits on decoding a picture
   * @param bad what is done about pictures that cannot be read
   * @param progress receives the number of pictures done
   * @param stop polled between pictures; the shard being written is then dropped
   * @throws DataException if a picture cannot be read and that stops the work, or the set has
   *     problems
   * @throws IllegalArgumentException if the folder holds anything else
   * @throws IOException if writing fails; finished shards stay
   */
  public static Result write(
      PictureSet set,
      Path to,
      PackSettings settings,
      Limits limits,
      BadPictures bad,
      IntConsumer progress,
      BooleanSupplier stop)
      throws IOException {
    set.requireUsable();
    PackRecord record = PackRecord.of(set, settings, SEED);
    requirePackOf(record, to);
    Files.createDirectories(to);
    try (LockFile lock =
            LockFile.tryTake(to.resolve(LOCK))
                .orElseThrow(
                    () -> new DataException(to, "another process is packing to this folder"));
        PackStream stream = new PackStream(set.pictures(), settings, limits, bad)) {
      AtomicFile.write(to.resolve(RECORD), Json.pretty(record));
      AtomicFile.write(to.resolve(ClassNames.JSON), Json.pretty(set.classes()));
      return new ShardPack(set, to, settings, progress, stop).write(stream);
    }
  }

  /** Whether a folder holds a pack, finished or not. */
  static boolean isPack(Path folder) {
    return Files.exists(folder.resolve(RECORD));
  }

  /** The name of a shard in the index. */
  static String name(Path folder, Path shard) {
    return folder.relativize(shard).toString().replace('\\', '/');
  }

  private static void requirePackOf(PackRecord record, Path to) throws IOException {
    if (!Files.exists(to)) {
      return;
    }
    if (!Files.isDirectory(to)) {
      throw new NotDirectoryException(to.toString());
    }
    if (!isPack(to)) {
      try (Stream<Path> files = Files.list(to)) {
        if (files.anyMatch(file -> !isOurs(file))) {
          throw new IllegalArgumentException(
              to + ": expected a new or empty folder, or a pack to continue");
        }
      }
      return;
    }
    PackRecord found = Json.read(to.resolve(RECORD), PackRecord.class);
    if (!found.equals(record)) {
      throw new IllegalArgumentException(
          to
              + ": it holds a pack of other "
              + (found.settings().equals(record.settings()) ? "pictures" : "settings")
              + ", which is not continued: pack to a new folder");
    }
  }

  private static boolean isOurs(Path file) {
    return AtomicFile.isTemporary(file) || file.endsWith(LOCK);
  }

  private Result write(PackStream stream) throws IOException {
    for (Map.Entry<Part, int[]> part : set.parts().entrySet()) {
      int[] order = part.getValue().clone();
      int[] drawn = Randomness.permutation(order.length, SEED, Purpose.PACKING, 0);
      for (int i = 0; i < order.length; i++) {
        order[i] = part.getValue()[drawn[i]];
      }
      if (!write(part.getKey(), order, stream)) {
        return result(false);
      }
    }
    new ShardIndex(shards).write(folder.resolve(INDEX));
    return result(true);
  }

  private Result result(boolean finished) {
    int pictures = shards.stream().mapToInt(shard -> shard.samples().size()).sum();
    return new Result(
        finished,
        pictures,
        done - pictures,
        shards.size(),
        shards.stream().mapToLong(Shard::bytes).sum());
  }

  /** Writes the shards of a part that are missing; false if it was stopped. */
  private boolean write(Part part, int[] order, PackStream stream) throws IOException {
    String name = nameOf(part);
    Path home = Files.createDirectories(folder.resolve(name));
    removeLeftovers(home);
    int before = done;
    stream.begin(order, 0);
    for (int number = 0; ; number++) {
      Path file = home.resolve(String.format(Locale.ROOT, "%s-%06d.tar", name, number));
      int from = stream.position();
      String checksum;
      if (Files.exists(file)) {
        checksum = ShardVerification.sha256(file);
      } else if (stream.peek() == null) {
        done = before + order.length;
        return true;
      } else {
        checksum = write(file, before, stream);
        if (checksum == null) {
          return false;
        }
      }
      Shard shard = ShardScan.of(file).named(name(folder, file), checksum);
      int next = requireContinuing(file, shard, from, order);
      if (next != stream.position()) {
        stream.begin(order, next);
      }
      shards.add(shard);
      done = before + next;
      progress.accept(done);
    }
  }

  /** The position after the last picture of a shard, which must be those from a position on. */
  private int requireContinuing(Path file, Shard shard, int from, int[] order) {
    Samples samples = shard.samples();
    int next = from;
    try {
      if (samples.size() == 0 || !shard.problems().isEmpty() || !shard.leftOut().isEmpty()) {
        throw new FormatException("other members");
      }
      for (int i = 0; i < samples.size(); i++) {
        int at = Integer.parseInt(samples.name(i).split("\\.", 2)[0]);
        if (at < next
            || at >= order.length
            || samples.labels()[i] != set.pictures().label(order[at])) {
          throw new FormatException("other pictures");
        }
        next = at + 1;
      }
    } catch (FormatException | NumberFormatException e) {
      throw new DataException(
          file, "it is no shard of this pack (" + e.getMessage() + "): remove it, or its pack", e);
    }
    return next;
  }

  private @Nullable String write(Path file, int before, PackStream stream) throws IOException {
    MessageDigest digest = Sha256.create();
    try {
      AtomicFile.write(
          file,
          channel -> {
            OutputStream to = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
            TarWriter tar = new TarWriter(new DigestOutputStream(to, digest));
            fill(tar, before, stream);
            tar.finish();
            to.flush();
          });
    } catch (CancellationException e) {
      return null;
    }
    return Sha256.hex(digest);
  }

  private void fill(TarWriter tar, int before, PackStream stream) throws IOException {
    long size = 0;
    for (PackedPicture next = stream.peek(); next != null; next = stream.peek()) {
      byte[] label = String.valueOf(stream.label()).getBytes(StandardCharsets.US_ASCII);
      long more = TarWriter.size(next.bytes().length) + TarWriter.size(label.length);
      if (size > 0 && size + more > settings.shardBytes() - TarWriter.MOST_END) {
        return;
      }
      if (stop.getAsBoolean()) {
        throw new CancellationException("stopped");
      }
      String key = String.format(Locale.ROOT, "%08d", stream.position());
      tar.add(key + "." + next.ending(), next.bytes());
      tar.add(key + ".cls", label);
      size += more;
      stream.skip();
      progress.accept(before + stream.position());
    }
  }

  private static String nameOf(Part part) {
    return switch (part) {
      case TRAIN -> "train";
      case VALIDATION -> "val";
      case TEST -> "test";
    };
  }

  /** The lock says that no one else writes here. */
  private static void removeLeftovers(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      for (Path leftover : files.filter(AtomicFile::isTemporary).toList()) {
        Files.deleteIfExists(leftover);
      }
    }
  }
}
