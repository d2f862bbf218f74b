package org.resnet4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A picture of numbers. */
public sealed interface Chart permits LineChart, BarChart {
  /** What the picture is called. */
  String title();

  /**
   * The picture as an SVG element: a file of its own, or a part of an HTML page. The same data give
   * the same text on every machine; its words have the font of whoever shows it.
   */
  String svg();

  /**
   * Whether a file holds such a picture, by how it begins.
   *
   * @throws IOException if it cannot be read
   */
  static boolean isIn(Path file) throws IOException {
    byte[] begin = Svg.BEGIN.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(begin.length), begin);
    }
  }
}
