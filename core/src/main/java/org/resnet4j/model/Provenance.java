package org.resnet4j.model;

import java.util.List;
import java.util.stream.Stream;
import org.resnet4j.io.ResNetException;

/**
 * What became of a file of weights.
 *
 * @param assumption what was taken for granted, or an empty text
 * @param notes what was chosen and what was left out, a line each
 * @param hasHead whether it holds the layer that gives the logits
 */
record Provenance(String assumption, List<String> notes, boolean hasHead) {
  /** Of a file of this library, which says everything. */
  static final Provenance OWN = new Provenance("", List.of(), true);

  /** Of a longer list of names people see the beginning. */
  private static final int SHOWN = 4;

  /** Names in both are chosen by the file. */
  Provenance {
    assumption = ResNetException.oneLine(assumption);
    notes = notes.stream().map(ResNetException::oneLine).toList();
  }

  /** The same, with a note before the others; none if it is empty. */
  Provenance with(String note) {
    return new Provenance(
        assumption,
        Stream.concat(Stream.of(note).filter(text -> !text.isEmpty()), notes.stream()).toList(),
        hasHead);
  }

  /** The same, of which some tensors are not the network's. */
  Provenance without(List<String> names) {
    return with(
        names.isEmpty()
            ? ""
            : "left out what is not the network's: "
                + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
  }

  /** The same, for which more was taken for granted. */
  Provenance assuming(String more) {
    return new Provenance(assumption.isEmpty() ? more : more + "; " + assumption, notes, hasHead);
  }
}
