package org.resnet4j.bench.rival;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The lines between the referee and a rival's process. Other lines are what libraries print. */
public final class Messages {
  /** Stands before an order. */
  public static final String RUN = "run ";

  private static final String ANSWER = "@answer";
  private static final String FAILURE = "@failed ";

  private Messages() {}

  static String answer(Map<String, Double> values) {
    StringBuilder line = new StringBuilder(ANSWER);
    values.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    return line.toString();
  }

  static String failure(Throwable e) {
    return FAILURE + e.toString().replaceAll("\\s*\\R[\\s\\S]*", "");
  }

  /**
   * The numbers of an answer, or nothing if the line is not for us.
   *
   * @throws IOException if the rival says that it failed
   */
  public static Optional<Map<String, Double>> read(String line) throws IOException {
    if (line.startsWith(FAILURE)) {
      throw new IOException(line.substring(FAILURE.length()));
    }
    if (!line.startsWith(ANSWER)) {
      return Optional.empty();
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (String pair : line.substring(ANSWER.length()).trim().split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
      }
    }
    return Optional.of(values);
  }
}
