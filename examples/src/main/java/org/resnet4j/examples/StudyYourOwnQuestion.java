package org.resnet4j.examples;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.report.Element;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Study;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;

/**
 * A custom experiment: does the block of {@link TrainYourOwnBlock} learn better than the usual one?
 * An experiment declares its networks, measures, judges and shows; the study provides training,
 * seeds, run folders, resuming and the page.
 */
public final class StudyYourOwnQuestion implements Experiment {
  private static final String USUAL = "cifar-resnet8";
  private static final String WIDE = "wide-view8";

  /** The smallest difference of test errors, in points, that would matter. */
  private static final double LEAST = 1;

  @Override
  public String name() {
    return "wide-view";
  }

  @Override
  public String title() {
    return "A wider view: is 5x5 in groups better than 3x3?";
  }

  @Override
  public String question() {
    return "A block of one 5x5 convolution in eight groups and a 1x1 sees farther than one of two"
        + " 3x3 convolutions. Does it learn better?";
  }

  @Override
  public String source() {
    return "a question of our own";
  }

  /** Networks that are not in the library's catalog. */
  @Override
  public List<Catalog.Entry> networks() {
    return List.of(TrainYourOwnBlock.WIDE_VIEW);
  }

  /** The networks to train, once per seed; both have projections where the shape changes. */
  @Override
  public List<Subject> subjects(Profile profile) {
    return List.of(
        Subject.of(USUAL).with(options -> options.withShortcut(Shortcut.PROJECTION)),
        Subject.of(WIDE));
  }

  /** Errors and losses of the trainings, and costs of the networks. */
  @Override
  public Results measure(Lab lab) throws IOException {
    List<Subject> subjects = subjects(lab.settings().profile());
    return lab.learning(subjects).and(lab.cost(subjects));
  }

  /** The verdict from the numbers; numbers of the opposite sign must give the opposite verdict. */
  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        new Finding(
            results
                .sample(USUAL, TEST_ERROR)
                .minus(results.sample(WIDE, TEST_ERROR))
                .isPositive(LEAST),
            "A block with a wider view has a lower test error.",
            Learning.errors(results, List.of(USUAL, WIDE))));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> networks = List.of(USUAL, WIDE);
    return List.of(
        Element.figure(
            Learning.curves("Learning", "error (%)", results, networks, TEST_ERROR, TRAINING_ERROR),
            "Test error (solid) and training error (dashed)."),
        Learning.table("After the last epoch.", results, networks).element());
  }

  /**
   * Trains each network twice for an epoch on 500 images.
   *
   * @param folder a new or empty folder for the study
   * @return the index page
   */
  static Path run(Path folder) throws IOException {
    StudySettings settings =
        StudySettings.of(Profile.QUICK).withLimits(500, 200).withSeeds(2).withEpochs(1);
    Study study = Study.create(folder, settings, new StudyYourOwnQuestion());
    study.run();
    return study.index();
  }

  /** Runs the study in the given folder, or in {@code wide-view-study}. */
  public static void main(String[] words) throws IOException {
    System.out.println(run(Path.of(words.length > 0 ? words[0] : "wide-view-study")));
  }
}
