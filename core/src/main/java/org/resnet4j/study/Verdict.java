package org.resnet4j.study;

import java.util.List;

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
    SEEN("seen"),
    /** They show the opposite. */
    CONTRADICTED("contradicted"),
    /** They show neither: the difference is no larger than chance, or too small to matter. */
    UNDECIDED("undecided");

    private final String word;

    Outcome(String word) {
      this.word = word;
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
  }

  /** A verdict of such findings. */
  public static Verdict of(Finding... findings) {
    return new Verdict(List.of(findings));
  }

  /** How many parts of the claim have that outcome. */
  public long count(Outcome outcome) {
    return findings.stream().filter(finding -> finding.outcome() == outcome).count();
  }

  /** The outcomes in a few words: {@code 3 seen, 1 undecided}. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      if (count(outcome) > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(count(outcome))
            .append(' ')
            .append(outcome.word());
      }
    }
    return text.toString();
  }
}
