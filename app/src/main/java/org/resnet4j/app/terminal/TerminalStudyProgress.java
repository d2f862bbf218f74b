package org.resnet4j.app.terminal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.StudyProgress;
import org.resnet4j.study.Verdict;
import org.resnet4j.train.run.EpochResult;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows the progress of a study: a line per epoch, and on a terminal one that follows the steps.
 */
public final class TerminalStudyProgress implements StudyProgress, AutoCloseable {
  private static final long NANOS_BETWEEN = 500_000_000;

  private final Answer answer;
  private final TerminalLine line;
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private long shown;

  public TerminalStudyProgress(Answer answer) {
    this.answer = answer;
    this.line = answer.lastLine();
  }

  /** The verdicts of the reported experiments by name. */
  public Map<String, Verdict> verdicts() {
    return verdicts;
  }

  /** The errors of failed experiments by name. */
  public Map<String, String> failures() {
    return failures;
  }

  @Override
  public void step(Place place, long step, long total, double loss) {
    long now = System.nanoTime();
    if (line.isSeen() && now - shown > NANOS_BETWEEN) {
      shown = now;
      String text =
          String.format(
              Locale.ROOT,
              "%s: step %d of %d, loss %.3f%s",
              at(place),
              step,
              total,
              loss,
              left(place));
      line.show(text);
    }
  }

  @Override
  public void epoch(Place place, EpochResult result, int epochs) {
    say(
        String.format(
            Locale.ROOT,
            "%s: epoch %d of %d, training error %.2f %%, test error %.2f %%, %s%s",
            at(place),
            result.epoch(),
            epochs,
            100 * (1 - result.trainTop1()),
            100 * (1 - result.validationTop1()),
            TerminalProgress.time(result.seconds() + result.evaluationSeconds()),
            left(place)));
  }

  @Override
  public void diverged(Place place, String why) {
    say(at(place) + " diverged, which is a result: " + why);
  }

  @Override
  public void measuring(Experiment experiment) {
    say(experiment.name() + ": measuring (Ctrl-C stops after it)");
  }

  @Override
  public void measuring(Experiment experiment, String what) {
    if (line.isSeen()) { // Each may take long, so all are shown.
      shown = System.nanoTime();
      line.show(experiment.name() + ": " + what);
    }
  }

  @Override
  public void failed(Experiment experiment, String why) {
    failures.put(experiment.name(), why);
    say(experiment.name() + " failed: " + why);
  }

  @Override
  public void reported(Experiment experiment, Verdict verdict, Path page) {
    verdicts.put(experiment.name(), verdict);
    say(experiment.name() + ": " + verdict.summary());
    for (Verdict.Finding finding : verdict.findings()) {
      say("  " + coloured(finding.outcome()) + ": " + finding.claim());
    }
    say("  page: " + page);
  }

  /** The sign and word of an outcome, coloured where the terminal supports it. */
  private static String coloured(Verdict.Outcome outcome) {
    String text = outcome.mark().sign() + " " + outcome.word();
    String colour =
        switch (outcome) {
          case SEEN -> "blue";
          case CONTRADICTED -> "red";
          case UNDECIDED -> "yellow";
        };
    return Ansi.AUTO.string("@|bold," + colour + " " + text + "|@");
  }

  private void say(String text) {
    if (line.isSeen() && shown > 0) {
      line.clear();
    }
    answer.say(text);
  }

  private static String at(Place place) {
    return "run "
        + place.run()
        + " of "
        + place.runs()
        + ", "
        + place.subject()
        + " seed "
        + place.seed();
  }

  private static String left(Place place) {
    return Double.isNaN(place.secondsLeft())
        ? ""
        : "; training time left " + TerminalProgress.time(place.secondsLeft());
  }

  @Override
  public void close() {
    if (line.isSeen() && shown > 0) {
      line.close();
      shown = 0;
    }
  }
}
