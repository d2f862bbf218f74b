package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Sequence;

/**
 * A network without its head: what is kept of a trained network that learns other classes. The head
 * is the last linear layer, which gives the logits.
 */
public record Backbone(Architecture network) {
  /** Of no place: nothing of the backbone. */
  public static final String NONE = "none";

  /** The whole backbone. */
  public static final String ALL = "all";

  /**
   * The names of the head's parameters.
   *
   * @throws IllegalArgumentException if the network has no linear layer
   */
  public Set<String> head() {
    Layer head =
        network
            .layers()
            .walk()
            .filter(layer -> layer instanceof Linear)
            .reduce((first, second) -> second)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        network.name() + " has no linear layer that could be its head"));
    return names(head);
  }

  /**
   * The names of all parameters and buffers from the image up to and including a place.
   *
   * @param place a stage or block by its name, {@link #NONE} or {@link #ALL}
   * @throws IllegalArgumentException if there is no such place in front of the head
   */
  public Set<String> upTo(String place) {
    Set<String> names = new LinkedHashSet<>();
    boolean found = !place.equals(NONE) && collect(network.layers(), place, names);
    switch (place) {
      case NONE -> names.clear();
      case ALL -> names.removeAll(head());
      default -> {
        if (!found || names.containsAll(head())) {
          throw new IllegalArgumentException(
              network.name()
                  + " has no place '"
                  + place
                  + "' in front of its head: choose one of "
                  + String.join(", ", places())
                  + ", or a block inside one, as in layer1.0");
        }
      }
    }
    return names;
  }

  /** What {@link #upTo} takes, from nothing to all, without the places inside other places. */
  public List<String> places() {
    List<String> places = new ArrayList<>(List.of(NONE));
    for (Layer part : network.layers().children()) {
      if (part instanceof Sequence sequence
          && !sequence.name().isEmpty()
          && !names(part).containsAll(head())) {
        places.add(sequence.name());
      }
    }
    places.add(ALL);
    return places;
  }

  /** Adds names in the order of computation until the place is left; whether it was met. */
  private static boolean collect(Layer layer, String place, Set<String> names) {
    if (layer instanceof Sequence sequence) {
      for (Layer part : sequence.layers()) {
        if (collect(part, place, names)) {
          return true;
        }
      }
      return !place.isEmpty() && sequence.name().equals(place);
    }
    names.addAll(names(layer)); // Whole: places inside a branch are not on every way.
    return false;
  }

  private static Set<String> names(Layer layer) {
    Set<String> names = new LinkedHashSet<>();
    for (Parameter parameter : layer.allParameters()) {
      names.add(parameter.name());
    }
    return names;
  }
}
