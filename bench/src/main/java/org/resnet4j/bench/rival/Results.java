package org.resnet4j.bench.rival;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.resnet4j.io.AtomicFile;

/** Output of a comparison's results: lines of a table, and a JSON file. */
public final class Results {
  private Results() {}

  /** Adds a line to a table. */
  public static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append(System.lineSeparator());
  }

  /** Whether a file can be made there, as far as its folder tells. */
  public static boolean hasFolder(Path file) {
    return Files.isDirectory(file.toAbsolutePath().resolveSibling(""));
  }

  /** Writes all numbers to a file, whole or not at all. */
  public static void write(Path file, Map<String, Object> numbers) throws IOException {
    AtomicFile.write(
        file,
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(numbers)
            + "\n");
  }
}
