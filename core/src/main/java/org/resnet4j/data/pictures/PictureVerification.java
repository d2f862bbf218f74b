package org.resnet4j.data.pictures;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Rows;
import org.resnet4j.image.decode.Decoder;

/**
 * Whether the bytes of a set are those that were written: checksums and indexes where there are
 * any, and every picture decoded. What the pictures show is the matter of {@link PictureCheck}.
 *
 * @param pictures how many were decoded
 * @param bad everything that is wrong
 */
public record PictureVerification(int pictures, List<BadPlace> bad) {
  /** Makes the list unmodifiable. */
  public PictureVerification {
    bad = List.copyOf(bad);
  }

  /**
   * Verifies a set.
   *
   * @param limits on decoding a picture
   * @param progress receives the number of pictures decoded so far; called by any thread
   */
  public static PictureVerification of(PictureSet set, Limits limits, IntConsumer progress) {
    ConcurrentLinkedQueue<BadPlace> places = new ConcurrentLinkedQueue<>();
    set.pictures().verify(places::add);
    AtomicInteger done = new AtomicInteger();
    List<BadPlace> unreadable =
        IntStream.range(0, set.pictures().size())
            .parallel()
            .mapToObj(
                index -> {
                  BadPlace bad = flaw(set.pictures(), index, limits);
                  progress.accept(done.incrementAndGet());
                  return bad;
                })
            .filter(Objects::nonNull)
            .map(BadPlace.class::cast)
            .toList();
    return new PictureVerification(
        set.pictures().size(), Stream.concat(places.stream(), unreadable.stream()).toList());
  }

  private static @Nullable BadPlace flaw(Pictures pictures, int index, Limits limits) {
    try {
      Decoder.scan(pictures.read(index, limits), picture -> Rows.NOWHERE, limits);
      return null;
    } catch (ImageException e) {
      return new BadPlace(pictures.place(index), e.reason());
    } catch (IOException e) {
      return new BadPlace(pictures.place(index), "it cannot be read: " + e);
    }
  }
}
