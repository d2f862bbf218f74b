package org.resnet4j.study;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.resnet4j.study.Verdict.Outcome;

/**
 * The outcome of a claim, and why it may be undecided.
 *
 * @param reason in sentences why numbers cannot tell, where chance is not the only cause: networks
 *     have not learned; else empty
 */
public record Judgement(Outcome outcome, String reason) {
  /** An outcome that needs no reason beside its numbers. */
  public static Judgement of(Outcome outcome) {
    return new Judgement(outcome, "");
  }

  /** A claim that holds if all of its parts do, and fails if one of them does. */
  public static Judgement all(Judgement... parts) {
    List<Outcome> outcomes = Arrays.stream(parts).map(Judgement::outcome).toList();
    if (outcomes.contains(Outcome.CONTRADICTED)) {
      return of(Outcome.CONTRADICTED);
    }
    return new Judgement(
        outcomes.contains(Outcome.UNDECIDED) ? Outcome.UNDECIDED : Outcome.SEEN,
        Arrays.stream(parts)
            .map(Judgement::reason)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .collect(Collectors.joining(" ")));
  }

  /** The opposite of a claim. */
  public Judgement not() {
    return switch (outcome) {
      case SEEN -> of(Outcome.CONTRADICTED);
      case CONTRADICTED -> of(Outcome.SEEN);
      case UNDECIDED -> this;
    };
  }

  /** Whether the claim is seen. */
  public boolean isSeen() {
    return outcome == Outcome.SEEN;
  }
}
