package org.resnet4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A chart, drawn as SVG. */
public sealed interface Chart permits LineChart, BarChart {
  /** The title. */
  String title();

  /**
   * The chart as an SVG element, for a file or inline in an HTML page. The same data give the same
   * text on every machine; the viewer chooses the font.
   */
  String svg();

  /**
   * Whether a file is a chart, judged by its beginning.
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
