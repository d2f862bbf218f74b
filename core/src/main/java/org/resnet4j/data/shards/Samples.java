package org.resnet4j.data.shards;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.resnet4j.io.FormatException;

/**
 * The labelled pictures of a shard, in the order in which they lie: 20 bytes each and its name.
 *
 * @param offsets of the pictures in the shard
 * @param lengths in bytes
 * @param labels numbers of classes, or indices into {@code classes} if that is not empty
 * @param nameEnds the end of each name in {@code names}
 * @param names of the members, one after another, in UTF-8
 * @param classes the names that stand in place of numbers as labels
 */
record Samples(
    long[] offsets,
    int[] lengths,
    int[] labels,
    int[] nameEnds,
    byte[] names,
    List<String> classes) {
  /** Above all data sets; bounds the memory that a label can take. */
  static final int MOST_CLASSES = 1_000_000;

  int size() {
    return offsets.length;
  }

  String name(int index) {
    int from = index == 0 ? 0 : nameEnds[index - 1];
    return new String(names, from, nameEnds[index] - from, StandardCharsets.UTF_8);
  }

  /** The number of classes that the labels need. */
  int classesNeeded() {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  /**
   * Checks that all lies in a shard of so many bytes.
   *
   * @throws FormatException if it does not
   */
  void requireWithin(long bytes) {
    int end = 0;
    for (int i = 0; i < size(); i++) {
      if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] > bytes - lengths[i]) {
        throw new FormatException(
            "picture " + i + " lies outside its shard of " + bytes + " bytes");
      }
      if (nameEnds[i] < end || nameEnds[i] > names.length) {
        throw new FormatException("the name of picture " + i + " lies outside the names");
      }
      end = nameEnds[i];
      int classCount = classes.isEmpty() ? MOST_CLASSES : classes.size();
      if (labels[i] < 0 || labels[i] >= classCount) {
        throw new FormatException(
            "picture " + i + " has the label " + labels[i] + " of " + classCount + " classes");
      }
    }
  }

  boolean equalTo(Samples other) {
    return Arrays.equals(offsets, other.offsets)
        && Arrays.equals(lengths, other.lengths)
        && Arrays.equals(labels, other.labels)
        && Arrays.equals(nameEnds, other.nameEnds)
        && Arrays.equals(names, other.names)
        && classes.equals(other.classes);
  }

  /** Collects samples without an object for each. */
  static final class Builder {
    private long[] offsets = new long[256];
    private int[] lengths = new int[256];
    private int[] labels = new int[256];
    private int[] nameEnds = new int[256];
    private byte[] names = new byte[4096];
    private int count;

    void add(long offset, int length, int label, String name) {
      if (count == offsets.length) {
        int more = 2 * count;
        offsets = Arrays.copyOf(offsets, more);
        lengths = Arrays.copyOf(lengths, more);
        labels = Arrays.copyOf(labels, more);
        nameEnds = Arrays.copyOf(nameEnds, more);
      }
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      int from = count == 0 ? 0 : nameEnds[count - 1];
      if (bytes.length > names.length - from) {
        names = Arrays.copyOf(names, Math.addExact(2 * names.length, bytes.length));
      }
      System.arraycopy(bytes, 0, names, from, bytes.length);
      offsets[count] = offset;
      lengths[count] = length;
      labels[count] = label;
      nameEnds[count++] = from + bytes.length;
    }

    Samples build(List<String> classes) {
      return new Samples(
          Arrays.copyOf(offsets, count),
          Arrays.copyOf(lengths, count),
          Arrays.copyOf(labels, count),
          Arrays.copyOf(nameEnds, count),
          Arrays.copyOf(names, count == 0 ? 0 : nameEnds[count - 1]),
          List.copyOf(classes));
    }
  }
}
