package org.resnet4j.data.shards;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.LeftOut;
import org.resnet4j.data.pictures.PictureEndings;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.io.RegularFile;
import org.resnet4j.io.tar.TarMember;
import org.resnet4j.io.tar.TarReader;

/**
 * Finds the labelled pictures of a shard without reading them. By WebDataset's convention members
 * that share their path up to the first dot of the file name belong to one sample, and follow each
 * other: a picture, and as its label {@code .cls} (decimal digits) or {@code .json} with a field
 * {@code label} (a number, or the name of a class).
 */
final class ShardScan {
  private static final String UNLABELLED = "pictures without a label";
  private static final String LONELY = "labels without a picture";
  private static final String LINK = "links and devices";

  /** Beyond it, problems are only counted. */
  private static final int LISTED = 100;

  private static final int MOST_LABEL_BYTES = 1 << 20;

  private final TarReader reader;
  private final Samples.Builder samples = new Samples.Builder();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final TreeMap<String, Integer> leftOut = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private int unlisted;
  private boolean numbers;
  private boolean words;

  private String key = "";
  private @Nullable TarMember picture;
  private @Nullable TarMember label;

  private ShardScan(TarReader reader) {
    this.reader = reader;
  }

  /**
   * Scans a shard.
   *
   * @throws DataException if it is no tar archive, damaged, or cannot be read
   */
  static Shard of(Path file) {
    try {
      RegularFile.require(file, "a tar archive");
      long modified = Files.getLastModifiedTime(file).toMillis();
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        return of(channel, file.toString(), modified);
      }
    } catch (FormatException e) {
      throw new DataException(file, e.reason(), e);
    } catch (IOException e) {
      throw new DataException(file, "it cannot be read: " + e, e);
    }
  }

  static Shard of(SeekableByteChannel channel, String name, long modified) throws IOException {
    TarReader reader = new TarReader(channel);
    ShardScan scan = new ShardScan(reader);
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      scan.take(member);
    }
    scan.endSample();
    if (scan.numbers && scan.words) {
      throw new FormatException("expected labels that are all numbers or all names, got both");
    }
    Samples found = scan.samples.build(List.copyOf(scan.classes.keySet()));
    scan.requireDistinct(found);
    if (scan.unlisted > 0) {
      scan.problems.add(name + ": " + scan.unlisted + " more members cannot be understood");
    }
    return new Shard(
        name,
        channel.size(),
        modified,
        "",
        found,
        new LeftOut(scan.leftOut),
        scan.problems.stream().map(problem -> name + ": " + problem).toList());
  }

  private void take(TarMember member) throws IOException {
    String name = member.name();
    int file = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', file);
    if (member.kind() == TarMember.Kind.FOLDER) {
      return;
    }
    if (member.kind() == TarMember.Kind.OTHER || dot <= file) {
      leaveOut(
          member.kind() == TarMember.Kind.OTHER
              ? LINK
              : dot == file ? LeftOut.HIDDEN : LeftOut.OTHER);
      return;
    }
    if (!name.substring(0, dot).equals(key)) {
      endSample();
      key = name.substring(0, dot);
    }
    String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (PictureEndings.READ.contains(ending)) {
      if (picture != null) {
        problem("the key '" + key + "' has two pictures: expected one for each key");
      }
      picture = member;
    } else if (ending.equals("cls") || (ending.equals("json") && label == null)) {
      if (label != null && label.name().endsWith(ending)) {
        problem("the key '" + key + "' has two labels: expected one for each key");
      }
      label = member;
    } else if (PictureEndings.NOT_SUPPORTED.contains(ending)) {
      leaveOut("." + ending + " (not supported)");
    } else if (!ending.equals("json")) {
      leaveOut(LeftOut.OTHER);
    }
  }

  private void endSample() throws IOException {
    TarMember shown = picture;
    TarMember labelled = label;
    picture = null;
    label = null;
    if (shown == null) {
      if (labelled != null) {
        leaveOut(LONELY);
      }
      return;
    }
    if (shown.length() > Integer.MAX_VALUE - 8) {
      problem("'" + shown.name() + "' is too large for a picture: " + shown.length() + " bytes");
      return;
    }
    if (labelled == null) {
      leaveOut(UNLABELLED);
      return;
    }
    try {
      int number = label(labelled);
      if (number < 0) {
        leaveOut(UNLABELLED);
      } else {
        samples.add(shown.offset(), (int) shown.length(), number, shown.name());
      }
    } catch (FormatException e) {
      problem("'" + labelled.name() + "': " + e.reason());
    }
  }

  /** The number of the class; -1 if there is none. */
  private int label(TarMember member) throws IOException {
    byte[] content = reader.content(member, MOST_LABEL_BYTES);
    String text = new String(content, StandardCharsets.UTF_8);
    if (member.name().toLowerCase(Locale.ROOT).endsWith(".cls")) {
      return number(text.strip());
    }
    JsonNode value = Json.read(text, JsonNode.class).get("label");
    if (value == null) {
      return -1;
    }
    if (value.isTextual()) {
      words = true;
      requireFew(classes.size());
      Integer known = classes.putIfAbsent(value.asText(), classes.size());
      return known == null ? classes.size() - 1 : known;
    }
    return number(value.toString());
  }

  private int number(String digits) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw new FormatException(
          "expected a label in decimal digits, got '"
              + (digits.length() > 40 ? digits.substring(0, 40) + "..." : digits)
              + "'");
    }
    numbers = true;
    int number = Integer.parseInt(digits);
    requireFew(number);
    return number;
  }

  private static void requireFew(int number) {
    if (number >= Samples.MOST_CLASSES) {
      throw new FormatException(
          "expected a label below " + Samples.MOST_CLASSES + ", got " + number);
    }
  }

  /** Sorts hashes rather than keep a set of all keys. */
  private void requireDistinct(Samples found) {
    long[] hashes = new long[found.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = (long) keyOf(found.name(i)).hashCode() << Integer.SIZE | i;
    }
    Arrays.sort(hashes);
    for (int from = 0; from < hashes.length; ) {
      int to = from + 1;
      while (to < hashes.length && hashes[to] >> Integer.SIZE == hashes[from] >> Integer.SIZE) {
        to++;
      }
      Set<String> keys = new HashSet<>();
      for (int i = from; i < to && to - from > 1; i++) {
        String each = keyOf(found.name((int) hashes[i]));
        if (!keys.add(each)) {
          problem("the key '" + each + "' occurs twice: expected members of one key side by side");
        }
      }
      from = to;
    }
  }

  private static String keyOf(String name) {
    return name.substring(0, name.indexOf('.', name.lastIndexOf('/') + 1));
  }

  private void leaveOut(String reason) {
    leftOut.merge(reason, 1, Integer::sum);
  }

  private void problem(String what) {
    if (problems.size() < LISTED) {
      problems.add(what);
    } else {
      unlisted++;
    }
  }
}
