package org.resnet4j.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.ResizeCrop;

/**
 * Facts about weights that the caller supplies; they override what the file states or implies. Null
 * leaves a value to the file.
 *
 * @param model the name of the network in the catalog
 * @param classes the names of the classes, one for each logit
 * @param key selects a network in a file that holds several: its name in the file, such as {@code
 *     state_dict_ema}, or the prefix of its tensors' names
 */
public record Hints(
    @Nullable String model,
    @Nullable List<String> classes,
    @Nullable ResizeCrop frame,
    @Nullable Normalisation normalisation,
    @Nullable String key) {
  /** No hints. */
  public static final Hints NONE = new Hints(null, null, null, null);

  /** Hints without a key: for the only or the default network of a file. */
  public Hints(
      @Nullable String model,
      @Nullable List<String> classes,
      @Nullable ResizeCrop frame,
      @Nullable Normalisation normalisation) {
    this(model, classes, frame, normalisation, null);
  }

  /** Only the name of the network. */
  public static Hints of(String model) {
    return new Hints(model, null, null, null);
  }

  /** A copy that selects a network in a file that holds several. */
  public Hints withKey(@Nullable String value) {
    return new Hints(model, classes, frame, normalisation, value);
  }

  /** A copy without the names of classes. */
  Hints withoutClasses() {
    return new Hints(model, null, frame, normalisation, key);
  }

  /** Whether the network and its whole preprocessing are given. */
  boolean complete() {
    return model != null && frame != null && normalisation != null;
  }

  /** An error in the hints, not in the file. */
  static final class Unfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Unfit(String message, Throwable cause) {
      super(message, cause);
    }

    Unfit(String message) {
      super(message);
    }
  }

  /**
   * Applies these hints to a card.
   *
   * @throws Unfit if they do not fit the network
   */
  ModelCard apply(ModelCard card, Architecture network) {
    if (frame == null && normalisation == null && classes == null) {
      return card;
    }
    Preprocessing given = card.preprocessing();
    try {
      ModelCard changed =
          card.withPreprocessing(
              new Preprocessing(
                  frame == null ? given.frame() : frame,
                  normalisation == null ? given.normalisation() : normalisation));
      if (frame != null) {
        Summary.requireAffordable(network, changed.preprocessing().output());
      }
      return classes == null ? changed : changed.withClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new Unfit(String.valueOf(e.getMessage()), e);
    }
  }

  /** Fills gaps in these hints from others. */
  Hints or(Hints others) {
    return new Hints(
        model == null ? others.model : model,
        classes == null ? others.classes : classes,
        frame == null ? others.frame : frame,
        normalisation == null ? others.normalisation : normalisation,
        key == null ? others.key : key);
  }
}
