package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;

/**
 * A network without its head: the part kept when a trained network is fine-tuned for other classes.
 * The head is the last linear layer, which computes the logits.
 */
public record Backbone(Architecture network) {
  /** No place: nothing of the backbone. */
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
    if (place.equals(NONE)) {
      return Set.of();
    }
    if (place.equals(ALL)) {
      Set<String> names = names(network.layers());
      names.removeAll(head());
      return names;
    }
    if (Cut.places(network.layers()).noneMatch(place::equals) || hasHead(place)) {
      throw new IllegalArgumentException(
          network.name()
              + " has no place '"
              + place
              + "' in front of its head: choose one of "
              + String.join(", ", places())
              + ", or a block inside one, as in layer1.0");
    }
    return names(Cut.at(network.layers(), place).before());
  }

  /** The places accepted by {@link #upTo}, from nothing to all, without nested ones. */
  public List<String> places() {
    List<String> places = new ArrayList<>(List.of(NONE));
    Cut.places(network.layers())
        .filter(place -> !place.contains(".") && !hasHead(place))
        .forEach(places::add);
    places.add(ALL);
    return places;
  }

  private boolean hasHead(String place) {
    return names(Cut.at(network.layers(), place).before()).containsAll(head());
  }

  private static Set<String> names(Layer layer) {
    Set<String> names = new LinkedHashSet<>();
    for (Parameter parameter : layer.allParameters()) {
      names.add(parameter.name());
    }
    return names;
  }
}
