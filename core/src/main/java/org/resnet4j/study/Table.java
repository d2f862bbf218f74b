package org.resnet4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.resnet4j.report.Element;

/** A table with a row for each subject: quantities as mean ± spread, and other columns. */
public final class Table {
  private final String caption;
  private final Results results;
  private final List<String> subjects;
  private final List<String> header = new ArrayList<>();
  private final List<Function<String, String>> columns = new ArrayList<>();

  private Table(String caption, Results results, List<String> subjects) {
    this.caption = caption;
    this.results = results;
    this.subjects = List.copyOf(subjects);
  }

  /** A table with the names of the subjects as its first column. */
  public static Table of(String caption, String heading, Results results, List<String> subjects) {
    return new Table(caption, results, subjects).column(heading, subject -> subject);
  }

  /** Adds a quantity with the given number of decimals. */
  public Table column(String quantity, int decimals) {
    return column(quantity, subject -> results.sample(subject, quantity).text(decimals));
  }

  /** Adds a column whose cells depend on the subject, for example published values. */
  public Table column(String heading, Function<String, String> cell) {
    header.add(heading);
    columns.add(cell);
    return this;
  }

  /** The table for a page. */
  public Element element() {
    return Element.table(
        caption,
        header,
        subjects.stream()
            .map(subject -> columns.stream().map(column -> column.apply(subject)).toList())
            .toList());
  }
}
