package org.resnet4j.data.pictures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.PixelHash;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/**
 * The result of reading every picture of a set.
 *
 * @param pictures the number of each class, by part
 * @param leftOut the files that are not used
 * @param problems obstacles to training other than unreadable pictures
 * @param bad pictures that cannot be read
 * @param duplicates groups of pictures with the same pixels, stored the same way up
 * @param odd pictures of an unusual size
 */
public record PictureCheck(
    Map<Part, Map<String, Integer>> pictures,
    LeftOut leftOut,
    List<String> problems,
    List<BadPlace> bad,
    List<Duplicates> duplicates,
    List<OddSize> odd,
    int typicalSide) {
  /** The aspect ratio above which cropping discards most of a picture. */
  private static final int LONG = 3;

  /** The share of the median shorter side below which a picture has little detail. */
  private static final int SMALL = 4;

  /**
   * Pictures with the same pixels.
   *
   * @param acrossParts whether they are in both training and held-out parts
   * @param acrossClasses whether they have different labels
   */
  public record Duplicates(List<String> places, boolean acrossParts, boolean acrossClasses) {}

  /** A picture that is very elongated, or very small compared with the others. */
  public record OddSize(String place, int height, int width) {}

  /** A picture with its part, and the result of reading it. */
  private record Read(
      Part part, int index, int height, int width, String hash, @Nullable String error) {
    int side() {
      return Math.min(height, width);
    }
  }

  /**
   * Reads all pictures of a set.
   *
   * @param shares of the parts that it lacks, as training would split it
   * @param limits on decoding a picture
   * @throws DataException as {@link PictureSet#parts(SplitShares, long)}
   */
  public static PictureCheck of(PictureSet set, SplitShares shares, Limits limits) {
    List<String> problems = new ArrayList<>(set.problems());
    Map<Part, int[]> parts = parts(set, shares, problems);
    Pictures pictures = set.pictures();
    Map<Part, Map<String, Integer>> counts = new LinkedHashMap<>();
    List<Read> all = new ArrayList<>();
    parts.forEach(
        (part, indices) -> {
          Map<String, Integer> each = new LinkedHashMap<>();
          set.classes().forEach(name -> each.put(name, 0));
          for (int index : indices) {
            each.merge(set.classes().get(pictures.label(index)), 1, Integer::sum);
          }
          counts.put(part, each);
          IntStream.of(indices)
              .parallel()
              .mapToObj(index -> read(part, index, pictures, limits))
              .forEachOrdered(all::add);
        });
    List<Read> good = all.stream().filter(read -> read.error() == null).toList();
    int typical =
        good.stream().mapToInt(Read::side).sorted().skip(good.size() / 2).findFirst().orElse(0);
    return new PictureCheck(
        counts,
        set.leftOut(),
        problems,
        all.stream()
            .flatMap(
                read ->
                    Optional.ofNullable(read.error())
                        .map(e -> new BadPlace(pictures.place(read.index()), e))
                        .stream())
            .toList(),
        duplicates(good, pictures),
        good.stream()
            .filter(read -> isOdd(read, typical))
            .map(read -> new OddSize(pictures.place(read.index()), read.height(), read.width()))
            .toList(),
        typical);
  }

  /** Split as for training, where possible. */
  private static Map<Part, int[]> parts(PictureSet set, SplitShares shares, List<String> problems) {
    if (shares.train() == 0) {
      problems.add("the split " + shares + " leaves no pictures to train on");
    }
    try {
      return set.parts(shares, 0);
    } catch (DataException e) {
      problems.add(String.valueOf(e.getMessage()));
      return set.parts();
    }
  }

  private static Read read(Part part, int index, Pictures pictures, Limits limits) {
    try {
      PixelHash hash = new PixelHash();
      EncodedImage picture = Decoder.scan(pictures.read(index, limits), hash::of, limits);
      boolean transposed = picture.orientation().isTransposed();
      return new Read(
          part,
          index,
          transposed ? picture.width() : picture.height(),
          transposed ? picture.height() : picture.width(),
          hash.toString(),
          null);
    } catch (ImageException e) {
      return new Read(part, index, 0, 0, "", e.getMessage());
    } catch (IOException e) {
      return new Read(part, index, 0, 0, "", "it cannot be read: " + e);
    }
  }

  private static List<Duplicates> duplicates(List<Read> good, Pictures pictures) {
    Map<String, List<Read>> byPixels = new LinkedHashMap<>();
    good.forEach(read -> byPixels.computeIfAbsent(read.hash(), h -> new ArrayList<>()).add(read));
    return byPixels.values().stream()
        .filter(group -> group.size() > 1)
        .map(
            group ->
                new Duplicates(
                    group.stream().map(read -> pictures.place(read.index())).toList(),
                    group.stream().map(Read::part).distinct().count() > 1,
                    group.stream().map(read -> pictures.label(read.index())).distinct().count()
                        > 1))
        .toList();
  }

  private static boolean isOdd(Read read, int typical) {
    return Math.max(read.height(), read.width()) > LONG * read.side()
        || SMALL * read.side() < typical;
  }

  /** Whether a training on this folder would stop. */
  public boolean stopsTraining() {
    return !problems.isEmpty() || !bad.isEmpty();
  }
}
