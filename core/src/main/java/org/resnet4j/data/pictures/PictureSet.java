package org.resnet4j.data.pictures;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * Labelled pictures in parts, as they were found in one place, with what was left out there. {@link
 * #split} makes data sets of it.
 */
public final class PictureSet {
  /** Sample size for the median side of the pictures. */
  private static final int SAMPLE = 25;

  private final String place;
  private final List<String> classes;
  private final Pictures pictures;
  private final Map<Part, int[]> parts;
  private final LeftOut leftOut;
  private final List<String> problems;

  /**
   * What was found.
   *
   * @param place where, for messages
   * @param classes the names, by label
   * @param parts the indices of each part that the place has
   * @param leftOut the files that are not used
   * @param problems obstacles to training
   */
  public PictureSet(
      String place,
      List<String> classes,
      Pictures pictures,
      Map<Part, int[]> parts,
      LeftOut leftOut,
      List<String> problems) {
    this.place = place;
    this.classes = List.copyOf(classes);
    this.pictures = pictures;
    this.parts = new EnumMap<>(parts);
    this.leftOut = leftOut;
    this.problems = List.copyOf(problems);
  }

  /** The names of the classes, by label. */
  public List<String> classes() {
    return classes;
  }

  /** All pictures, of every part. */
  public Pictures pictures() {
    return pictures;
  }

  /** The files that are not used. */
  public LeftOut leftOut() {
    return leftOut;
  }

  /** Obstacles to training: classes without pictures, folders without permission. */
  public List<String> problems() {
    return problems;
  }

  /**
   * The shorter side of a picture in pixels: the median of at most 25 readable ones, evenly spaced.
   *
   * @param limits on decoding a picture
   * @throws DataException if none is readable
   */
  public int typicalSide(Limits limits) {
    int count = Math.min(SAMPLE, pictures.size());
    int[] sides =
        IntStream.range(0, count)
            .parallel()
            .map(i -> shorterSide((int) ((long) i * pictures.size() / count), limits))
            .filter(side -> side > 0)
            .sorted()
            .toArray();
    if (sides.length == 0) {
      throw new DataException(
          place, "none of " + count + " pictures can be read; check the folder for the reasons");
    }
    return sides[sides.length / 2];
  }

  private int shorterSide(int index, Limits limits) {
    try {
      EncodedImage picture = Decoder.open(pictures.read(index, limits), limits);
      return Math.min(picture.height(), picture.width());
    } catch (IOException | ImageException e) {
      return 0; // Unreadable pictures are handled when they are used.
    }
  }

  /** The numbers of pictures and ignored files, in one line. */
  public String summary() {
    String each =
        parts.entrySet().stream()
            .map(part -> part.getValue().length + " " + part.getKey().title())
            .collect(Collectors.joining(", "));
    return pictures.size()
        + " pictures in "
        + classes.size()
        + " classes"
        + (parts.size() > 1 ? " (" + each + ")" : "")
        + (leftOut.isEmpty() ? "" : "; left out: " + leftOut);
  }

  /** The indices of each part that the place has. */
  public Map<Part, int[]> parts() {
    return new EnumMap<>(parts);
  }

  /**
   * The indices of each part; missing parts are held out from the training part.
   *
   * @throws IllegalArgumentException if shares are given for a part that the place has
   * @throws DataException if a class has too few pictures to be in every part
   */
  public Map<Part, int[]> parts(SplitShares shares, long seed) {
    if (!shares.equals(SplitShares.DEFAULT)) {
      requireWithout(Part.VALIDATION, shares);
      if (shares.test() > 0 || shares.train() == 0) {
        requireWithout(Part.TEST, shares);
      }
    }
    Map<Part, int[]> all = parts();
    int[] train = all.get(Part.TRAIN);
    if (train == null || all.containsKey(Part.VALIDATION)) {
      return all;
    }
    Part[] purposes = new HeldOut(place, classes, shares, seed).purposes(labels(train));
    all.remove(Part.TRAIN);
    for (Part part : Part.values()) {
      int[] held =
          IntStream.range(0, train.length)
              .filter(i -> purposes[i] == part)
              .map(i -> train[i])
              .toArray();
      if (held.length > 0) {
        all.put(part, held);
      }
    }
    return all;
  }

  private int[] labels(int[] indices) {
    return IntStream.of(indices).map(pictures::label).toArray();
  }

  private void requireWithout(Part part, SplitShares shares) {
    if (parts.containsKey(part)) {
      throw new IllegalArgumentException(
          "the split "
              + shares
              + " divides folders without parts, but "
              + place
              + " has its own "
              + part.title()
              + " part: omit the split");
    }
  }

  /** Assigns the pictures of each class to parts. */
  private record HeldOut(String place, List<String> classes, SplitShares shares, long seed) {
    Part[] purposes(int[] labels) {
      int[] counts = new int[classes.size()];
      for (int label : labels) {
        counts[label]++;
      }
      int[][] ranks = new int[classes.size()][];
      for (int label = 0; label < counts.length; label++) {
        requireEnough(label, counts[label]);
        ranks[label] = Randomness.permutation(counts[label], seed, Purpose.SPLIT, label);
      }
      int[] next = new int[classes.size()];
      Part[] purposes = new Part[labels.length];
      for (int i = 0; i < labels.length; i++) {
        int label = labels[i];
        purposes[i] = purpose(ranks[label][next[label]++], counts[label]);
      }
      return purposes;
    }

    private Part purpose(int rank, int count) {
      int validation = shares.validationOf(count);
      int test = validation + shares.testOf(count);
      return rank < validation ? Part.VALIDATION : rank < test ? Part.TEST : Part.TRAIN;
    }

    private void requireEnough(int label, int count) {
      if (count < shares.fewest()) {
        throw new DataException(
            place,
            "expected at least "
                + shares.fewest()
                + " pictures of the class '"
                + classes.get(label)
                + "', one for each part, found "
                + count);
      }
    }
  }

  /**
   * The parts as images.
   *
   * @throws IllegalArgumentException if the shares leave nothing to train on
   * @throws DataException if there is no training part, or another obstacle
   */
  public Split split(PictureOptions given) {
    requireUsable();
    PictureOptions options = counting(given);
    if (options.shares().train() == 0) {
      throw new IllegalArgumentException(
          "the split " + options.shares() + " leaves no pictures to train on");
    }
    if (!parts.containsKey(Part.TRAIN)) {
      throw new DataException(
          place,
          "expected pictures to train on, in train/ or a folder for each class, found"
              + " only "
              + summary());
    }
    Map<Part, int[]> all = parts(options.shares(), options.seed());
    Dataset train = images(Part.TRAIN, all, options);
    Dataset validation = images(Part.VALIDATION, all, options);
    return all.containsKey(Part.TEST)
        ? new Split(train, validation, images(Part.TEST, all, options))
        : new Split(train, validation);
  }

  /** The test part, or if there is none, the validation part. */
  public Dataset measured(PictureOptions given) {
    requireUsable();
    PictureOptions options = counting(given);
    Map<Part, int[]> all = parts(options.shares(), options.seed());
    return images(all.containsKey(Part.TEST) ? Part.TEST : Part.VALIDATION, all, options);
  }

  /** Whether the place has a validation or test part. */
  public boolean hasParts() {
    return parts.size() > 1 || !parts.containsKey(Part.TRAIN);
  }

  /** Every picture, whatever it is for. */
  public Dataset all(PictureOptions options) {
    requireUsable();
    return images("all", IntStream.range(0, pictures.size()).toArray(), counting(options));
  }

  /** With one count of unreadable pictures for all parts. */
  private PictureOptions counting(PictureOptions options) {
    return options.withBad(options.bad().among(pictures.size()));
  }

  /**
   * Checks that there are no problems.
   *
   * @throws DataException the first one
   */
  public void requireUsable() {
    if (!problems.isEmpty()) {
      throw new DataException(
          problems.get(0)
              + (problems.size() == 1
                  ? ""
                  : " (and " + (problems.size() - 1) + " more; check the folder)"));
    }
  }

  private Dataset images(Part part, Map<Part, int[]> all, PictureOptions options) {
    return images(part.title(), all.getOrDefault(part, new int[0]), options);
  }

  private Dataset images(String what, int[] indices, PictureOptions options) {
    return new PictureDataset(place + " (" + what + ")", classes, pictures, indices, options);
  }
}
