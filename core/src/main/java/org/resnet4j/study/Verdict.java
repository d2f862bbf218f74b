package org.resnet4j.study;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.report.Element;
import org.resnet4j.report.KeyFigure;
import org.resnet4j.report.Mark;

/**
 * The findings of an experiment.
 *
 * @param findings one for each part of the claim
 */
public record Verdict(List<Finding> findings) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  /** The outcome of a claim. */
  public enum Outcome {
    /** The numbers show it. */
    SEEN("seen", Mark.YES),
    /** The numbers show the opposite. */
    CONTRADICTED("contradicted", Mark.NO),
    /**
     * The numbers show neither: the difference is no larger than chance, or too small to matter.
     */
    UNDECIDED("undecided", Mark.OPEN);

    private final String word;
    private final Mark mark;

    Outcome(String word, Mark mark) {
      this.word = word;
      this.mark = mark;
    }

    /** The mark that identifies it on a page and in a terminal. */
    public Mark mark() {
      return mark;
    }

    /** The outcome in one word. */
    public String word() {
      return word;
    }
  }

  /**
   * A part of the claim and what the numbers say about it.
   *
   * @param claim a sentence that the outcome confirms or denies
   * @param evidence the numbers it rests on
   */
  public record Finding(Outcome outcome, String claim, String evidence) {
    /** A finding as judged; a reason why numbers cannot tell precedes the evidence. */
    public Finding(Judgement judgement, String claim, String evidence) {
      this(
          judgement.outcome(),
          claim,
          judgement.reason().isEmpty() ? evidence : judgement.reason() + " " + evidence);
    }

    /** The finding as an element of a page, with the given text. */
    Element element(String text) {
      return Element.claim(outcome.mark(), outcome.word(), text);
    }
  }

  /** A verdict of the given findings. */
  public static Verdict of(Finding... findings) {
    return new Verdict(List.of(findings));
  }

  /** Counts of claims by outcome, for the top of a page. */
  KeyFigure[] figures() {
    return Arrays.stream(Outcome.values())
        .map(
            outcome ->
                new KeyFigure(
                    outcome.mark().sign() + " " + outcome.word(),
                    String.valueOf(count(outcome)),
                    count(outcome) == 1 ? "claim" : "claims"))
        .toArray(KeyFigure[]::new);
  }

  /** The number of findings with an outcome. */
  public long count(Outcome outcome) {
    return findings.stream().filter(finding -> finding.outcome() == outcome).count();
  }

  /** The outcomes in a few words: {@code ✓ 3 seen, ? 1 undecided}. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      if (count(outcome) > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(outcome.mark().sign())
            .append(' ')
            .append(count(outcome))
            .append(' ')
            .append(outcome.word());
      }
    }
    return text.toString();
  }
}
