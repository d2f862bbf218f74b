package org.resnet4j.study;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.report.Element;
import org.resnet4j.report.KeyFigure;
import org.resnet4j.report.Mark;

/**
 * What an experiment found.
 *
 * @param findings one for each part of the claim
 */
public record Verdict(List<Finding> findings) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  /** How numbers stand to a claim. */
  public enum Outcome {
    /** They show it. */
    SEEN("seen", Mark.YES),
    /** They show the opposite. */
    CONTRADICTED("contradicted", Mark.NO),
    /** They show neither: the difference is no larger than chance, or too small to matter. */
    UNDECIDED("undecided", Mark.OPEN);

    private final String word;
    private final Mark mark;

    Outcome(String word, Mark mark) {
      this.word = word;
      this.mark = mark;
    }

    /** By which a page and a terminal tell it from the others. */
    public Mark mark() {
      return mark;
    }

    /** In a word. */
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
    /** As judged; a reason why numbers cannot tell stands in front of the evidence. */
    public Finding(Judgement judgement, String claim, String evidence) {
      this(
          judgement.outcome(),
          claim,
          judgement.reason().isEmpty() ? evidence : judgement.reason() + " " + evidence);
    }

    /** For a page, with such a text. */
    Element element(String text) {
      return Element.claim(outcome.mark(), outcome.word(), text);
    }
  }

  /** A verdict of such findings. */
  public static Verdict of(Finding... findings) {
    return new Verdict(List.of(findings));
  }

  /** How many claims have each outcome, for the top of a page. */
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

  /** How many parts of the claim have that outcome. */
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
