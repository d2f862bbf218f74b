package org.resnet4j.text;

import java.util.List;

/** Columns of text for a terminal. */
public final class TextTable {
  private TextTable() {}

  /**
   * Rows as lines; the first {@code left} columns are left-aligned, the others right-aligned.
   *
   * @param rows the first one is the header; all have the same number of cells
   */
  public static String format(List<List<String>> rows, int left) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? "" : "  ").append(i < left ? cell + space : space + cell);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
