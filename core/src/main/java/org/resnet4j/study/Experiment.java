package org.resnet4j.study;

import java.io.IOException;
import java.util.List;
import org.resnet4j.arch.Catalog;
import org.resnet4j.report.Element;

/**
 * A claim that a person can see. Measuring needs networks and time; the verdict and the pictures
 * are functions of what was measured, so they can be made again, and tested with made-up numbers.
 */
public interface Experiment {
  /** One word, as {@code resnet study NAME} takes it. */
  String name();

  /** The heading of its page. */
  String title();

  /** What it asks, in a sentence or two that a student understands. */
  String question();

  /** Paper and section of the claim. */
  String source();

  /** The networks that it adds to the catalog. */
  default List<Catalog.Entry> networks() {
    return List.of();
  }

  /** The networks that it needs trained, each once for every seed; experiments share them. */
  List<Subject> subjects(Profile profile);

  /**
   * Measures.
   *
   * @throws IOException if a trained network cannot be read
   */
  Results measure(Lab lab) throws IOException;

  /** What the numbers say about the claim. */
  Verdict verdict(Results results);

  /**
   * The numbers as charts and tables.
   *
   * @param settings tell whether published values can stand beside them
   */
  List<Element> show(Results results, StudySettings settings);
}
