package org.resnet4j.io.tar;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.resnet4j.io.FormatException;

/** Extended headers of pax: lines {@code LENGTH KEY=VALUE}. Source: POSIX.1-2017, {@code pax}. */
final class PaxRecords {
  private PaxRecords() {}

  /**
   * Splits an extended header.
   *
   * @throws FormatException if it is malformed
   */
  static Map<String, String> parse(byte[] content) {
    Map<String, String> records = new TreeMap<>();
    int at = 0;
    while (at < content.length) {
      int space = at;
      while (space < content.length && content[space] >= '0' && content[space] <= '9') {
        space++;
      }
      int length = space - at > 7 ? 0 : number(content, at, space);
      int end = at + length;
      if (space == at || end <= space + 1 || end > content.length || content[end - 1] != '\n') {
        throw malformed();
      }
      String record = new String(content, space + 1, end - 1 - (space + 1), StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (content[space] != ' ' || equals < 1) {
        throw malformed();
      }
      records.put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
    return records;
  }

  private static int number(byte[] content, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + content[i] - '0';
    }
    return value;
  }

  /** The size that a header states, or the one of the member's own header. */
  static long size(Map<String, String> records, long otherwise) {
    String size = records.get("size");
    if (size == null) {
      return otherwise;
    }
    if (!size.matches("[0-9]{1,18}")) {
      throw new FormatException("expected a size of decimal digits, got '" + size + "'");
    }
    return Long.parseLong(size);
  }

  private static FormatException malformed() {
    return new FormatException("expected an extended header of lines LENGTH KEY=VALUE, got others");
  }
}
