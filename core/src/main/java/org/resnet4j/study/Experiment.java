package org.resnet4j.study;

import java.io.IOException;
import java.util.List;
import org.resnet4j.arch.Catalog;
import org.resnet4j.report.Element;

/**
 * A claim that a reader can check by eye. Measuring needs networks and time; the verdict and the
 * charts are functions of the measurements, so they can be regenerated, and tested with made-up
 * numbers.
 */
public interface Experiment {
  /** One word, as {@code resnet study NAME} takes it. */
  String name();

  /** The heading of its page. */
  String title();

  /** The question, in a sentence or two that a student understands. */
  String question();

  /** Paper and section of the claim. */
  String source();

  /** The networks that it adds to the catalog. */
  default List<Catalog.Entry> networks() {
    return List.of();
  }

  /** The networks to train, each once per seed; experiments share them. */
  List<Subject> subjects(Profile profile);

  /**
   * Takes the measurements.
   *
   * @throws IOException if a trained network cannot be read
   */
  Results measure(Lab lab) throws IOException;

  /** The verdict on the claim. */
  Verdict verdict(Results results);

  /**
   * The numbers as charts and tables.
   *
   * @param settings decide whether published values can stand beside the numbers
   */
  List<Element> show(Results results, StudySettings settings);
}
