package org.resnet4j.data.folder;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.resnet4j.data.DataException;

/**
 * A text file with a picture and its label on each line: {@code FILE LABEL}, separated by a tab, or
 * by the last space; or Kaggle's {@code FILE,LABEL BOX...}. The label is a number from 0, or a
 * class's name. Empty lines and those that begin with {@code #} are passed over.
 *
 * @param file the list itself
 */
record LabelList(Path file, List<Line> lines) {
  /** Some ten times the list of ImageNet. */
  private static final long MOST_BYTES = 256L << 20;

  private static final Pattern TABBED = Pattern.compile("([^\t]+)\t+([^\t]+)");
  private static final Pattern SPACED = Pattern.compile("(.+?)\\s+(\\S+)");
  private static final Pattern KAGGLE = Pattern.compile("([^,]+),(\\S+)(?: .*)?");
  private static final String KAGGLE_TITLE = "ImageId,PredictionString";

  /** A picture's name and its label. */
  record Line(String picture, String label) {}

  /**
   * Reads a list.
   *
   * @throws DataException if it cannot be read, or a line is no picture with a label
   */
  static LabelList of(Path file) {
    List<Line> lines = new ArrayList<>();
    try {
      if (!Files.isRegularFile(file)) {
        throw new DataException(file, "expected a file of pictures and labels, found none");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new DataException(
            file, "expected at most " + MOST_BYTES + " bytes, got " + Files.size(file));
      }
      int number = 0;
      boolean kaggle = false;
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
          number++;
          String line = text.strip();
          if (number == 1 && line.equals(KAGGLE_TITLE)) {
            kaggle = true;
          } else if (!line.isEmpty() && !line.startsWith("#")) {
            lines.add(line(file, number, line, kaggle));
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataException(file, "it is not text in UTF-8", e);
    } catch (IOException e) {
      throw new DataException(file, "it cannot be read: " + e.getMessage(), e);
    }
    return new LabelList(file, lines);
  }

  private static Line line(Path file, int number, String line, boolean kaggle) {
    Pattern form = kaggle ? KAGGLE : line.indexOf('\t') < 0 ? SPACED : TABBED;
    Matcher matcher = form.matcher(line);
    if (!matcher.matches()) {
      throw new DataException(
          file, "line " + number + ": expected a picture and its label, such as 'a/b.jpg 3'");
    }
    return new Line(matcher.group(1).strip(), matcher.group(2).strip());
  }

  /**
   * The label of a line as a number.
   *
   * @param classes the label of each name
   * @throws DataException if there is no such class
   */
  int label(Line line, Map<String, Integer> classes) {
    int found = classes.getOrDefault(line.label(), -1);
    if (found < 0 && isNumber(line.label())) {
      found = Integer.parseInt(line.label());
    }
    if (found < 0 || found >= classes.size()) {
      throw new DataException(
          file,
          "the label of "
              + line.picture()
              + ": expected a class's name or a number from 0 to "
              + (classes.size() - 1)
              + ", got '"
              + line.label()
              + "'");
    }
    return found;
  }

  /** The label of each name. */
  static Map<String, Integer> indices(List<String> classes) {
    Map<String, Integer> indices = new HashMap<>();
    classes.forEach(name -> indices.put(name, indices.size()));
    return indices;
  }

  static boolean isNumber(String label) {
    return label.matches("[0-9]{1,7}");
  }
}
