package org.resnet4j.model;

import java.util.List;
import java.util.stream.Stream;
import org.resnet4j.io.ResNetException;

/**
 * How a file of weights was interpreted.
 *
 * @param assumption what the file does not state; empty if nothing was assumed
 * @param notes what was selected and what was ignored, one line each
 * @param hasHead whether it holds the layer that gives the logits
 */
record Provenance(String assumption, List<String> notes, boolean hasHead) {
  /** Of a file of this library, which states everything. */
  static final Provenance OWN = new Provenance("", List.of(), true);

  /** The maximum number of names shown. */
  private static final int SHOWN = 4;

  /** Removes control characters: the file chooses the names in both. */
  Provenance {
    assumption = ResNetException.oneLine(assumption);
    notes = notes.stream().map(ResNetException::oneLine).toList();
  }

  /** A copy with a note before the others; an empty note is not added. */
  Provenance with(String note) {
    return new Provenance(
        assumption,
        Stream.concat(Stream.of(note).filter(text -> !text.isEmpty()), notes.stream()).toList(),
        hasHead);
  }

  /** A copy with a note of tensors that are not the network's. */
  Provenance without(List<String> names) {
    return with(
        names.isEmpty()
            ? ""
            : "left out what is not the network's: "
                + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
  }

  /** A copy with a further assumption. */
  Provenance assuming(String more) {
    return new Provenance(assumption.isEmpty() ? more : more + "; " + assumption, notes, hasHead);
  }
}
