package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Sequence;

/**
 * A network split in two: the layers up to and including a named place, and the rest. Its features
 * at the place are the output of the first part.
 */
public record Cut(Layer before, Layer after) {

  /**
   * Cuts after a named place: a stage ({@code layer3}), a block ({@code layer3.1}), the stem.
   *
   * @throws IllegalArgumentException if there is no such place; the message lists the stages
   */
  public static Cut at(Layer network, String place) {
    Cut cut = behind(network, place);
    if (cut == null) {
      List<String> all = places(network).toList();
      List<String> stages = all.stream().filter(name -> !name.contains(".")).toList();
      throw new IllegalArgumentException(
          "there is no place '"
              + place
              + "' in this network: choose one of "
              + String.join(", ", stages)
              + (all.size() > stages.size() ? ", or a block such as " + block(all) : ""));
    }
    return cut;
  }

  /**
   * The names of the places where a network can be cut, in the order of computation; a stage comes
   * behind its blocks. Inside a residual connection or a module there are none.
   */
  public static Stream<String> places(Layer network) {
    return network instanceof Sequence sequence
        ? Stream.concat(
            sequence.layers().stream().flatMap(Cut::places),
            Stream.of(sequence.name()).filter(name -> !name.isEmpty()))
        : Stream.empty();
  }

  private static String block(List<String> places) {
    return places.stream().filter(name -> name.contains(".")).findFirst().orElse("");
  }

  private static @Nullable Cut behind(Layer layer, String place) {
    if (!(layer instanceof Sequence sequence)) {
      return null;
    }
    if (sequence.name().equals(place)) {
      return new Cut(sequence, Sequence.sequence());
    }
    List<Layer> layers = sequence.layers();
    for (int i = 0; i < layers.size(); i++) {
      Cut inner = behind(layers.get(i), place);
      if (inner != null) {
        List<Layer> before = new ArrayList<>(layers.subList(0, i));
        before.add(inner.before());
        List<Layer> after = new ArrayList<>(List.of(inner.after()));
        after.addAll(layers.subList(i + 1, layers.size()));
        return new Cut(new Sequence("", before), new Sequence(sequence.name(), after));
      }
    }
    return null;
  }
}
