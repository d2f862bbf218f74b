package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.PixelHash;
import org.resnet4j.data.folder.PictureFolder.Part;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/**
 * The result of reading every picture of a folder.
 *
 * @param pictures the number of each class, by part
 * @param leftOut the files that are not used
 * @param problems obstacles to training other than unreadable pictures
 * @param bad pictures that cannot be read
 * @param duplicates groups of pictures with the same pixels, stored the same way up
 * @param odd pictures of an unusual size
 */
public record FolderCheck(
    Map<Part, Map<String, Integer>> pictures,
    LeftOut leftOut,
    List<String> problems,
    List<BadPicture> bad,
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
  public record Duplicates(List<Path> files, boolean acrossParts, boolean acrossClasses) {}

  /** A picture that is very elongated, or very small compared with the others. */
  public record OddSize(Path file, int height, int width) {}

  /** A picture with its part, and the result of reading it. */
  private record Read(
      Part part, PictureFile file, int height, int width, String hash, @Nullable String error) {
    int side() {
      return Math.min(height, width);
    }
  }

  /**
   * Reads all pictures of a folder.
   *
   * @param shares of the parts that it lacks, as training would split it
   * @param limits on decoding a picture
   * @throws DataException as {@link PictureFolder#of}
   */
  public static FolderCheck of(PictureFolder folder, SplitShares shares, Limits limits) {
    List<String> problems = new ArrayList<>(folder.problems());
    Map<Part, List<PictureFile>> parts = parts(folder, shares, problems);
    Map<Part, Map<String, Integer>> counts = new LinkedHashMap<>();
    List<Read> placed = new ArrayList<>();
    parts.forEach(
        (part, files) -> {
          Map<String, Integer> each = new LinkedHashMap<>();
          folder.classes().forEach(name -> each.put(name, 0));
          for (PictureFile file : files) {
            each.merge(folder.classes().get(file.label()), 1, Integer::sum);
            placed.add(new Read(part, file, 0, 0, "", null));
          }
          counts.put(part, each);
        });
    List<Read> all =
        IntStream.range(0, placed.size())
            .parallel()
            .mapToObj(i -> read(placed.get(i), limits))
            .toList();
    List<Read> good = all.stream().filter(read -> read.error() == null).toList();
    int typical =
        good.stream().mapToInt(Read::side).sorted().skip(good.size() / 2).findFirst().orElse(0);
    return new FolderCheck(
        counts,
        folder.leftOut(),
        problems,
        all.stream()
            .flatMap(
                read ->
                    Optional.ofNullable(read.error())
                        .map(e -> new BadPicture(read.file().path(), e))
                        .stream())
            .toList(),
        duplicates(good),
        good.stream()
            .filter(read -> isOdd(read, typical))
            .map(read -> new OddSize(read.file().path(), read.height(), read.width()))
            .toList(),
        typical);
  }

  /** Split as for training, where possible. */
  private static Map<Part, List<PictureFile>> parts(
      PictureFolder folder, SplitShares shares, List<String> problems) {
    if (shares.train() == 0) {
      problems.add("the split " + shares + " leaves no pictures to train on");
    }
    try {
      return folder.parts(shares, 0);
    } catch (DataException e) {
      problems.add(String.valueOf(e.getMessage()));
      return folder.parts();
    }
  }

  private static Read read(Read placed, Limits limits) {
    try {
      PixelHash hash = new PixelHash();
      EncodedImage picture = Decoder.scan(placed.file().path(), hash::of, limits);
      boolean transposed = picture.orientation().isTransposed();
      return new Read(
          placed.part(),
          placed.file(),
          transposed ? picture.width() : picture.height(),
          transposed ? picture.height() : picture.width(),
          hash.toString(),
          null);
    } catch (ImageException e) {
      return new Read(placed.part(), placed.file(), 0, 0, "", e.getMessage());
    } catch (IOException e) {
      return new Read(placed.part(), placed.file(), 0, 0, "", "it cannot be read: " + e);
    }
  }

  private static List<Duplicates> duplicates(List<Read> good) {
    Map<String, List<Read>> byPixels = new LinkedHashMap<>();
    good.forEach(read -> byPixels.computeIfAbsent(read.hash(), h -> new ArrayList<>()).add(read));
    return byPixels.values().stream()
        .filter(group -> group.size() > 1)
        .map(
            group ->
                new Duplicates(
                    group.stream().map(read -> read.file().path()).toList(),
                    group.stream().map(Read::part).distinct().count() > 1,
                    group.stream().map(read -> read.file().label()).distinct().count() > 1))
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
