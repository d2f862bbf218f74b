package org.resnet4j.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.ResizeCrop;

/**
 * What a caller knows of weights; it wins over what their file says or lets guess. Null leaves a
 * thing to the file.
 *
 * @param model the name of the network in the catalog
 * @param classes the names of the classes, one for each logit
 * @param key which network of a file that holds several: the name under which it lies there, such
 *     as {@code state_dict_ema}, or that the names of its tensors begin with
 */
public record Hints(
    @Nullable String model,
    @Nullable List<String> classes,
    @Nullable ResizeCrop frame,
    @Nullable Normalisation normalisation,
    @Nullable String key) {
  /** Nothing is known. */
  public static final Hints NONE = new Hints(null, null, null, null);

  /** As the record says, of a file that holds one network, or the one that is meant by default. */
  public Hints(
      @Nullable String model,
      @Nullable List<String> classes,
      @Nullable ResizeCrop frame,
      @Nullable Normalisation normalisation) {
    this(model, classes, frame, normalisation, null);
  }

  /** Nothing but the name of the network. */
  public static Hints of(String model) {
    return new Hints(model, null, null, null);
  }

  /** These hints, and which network of a file that holds several is meant. */
  public Hints withKey(@Nullable String value) {
    return new Hints(model, classes, frame, normalisation, value);
  }

  /** These hints, but for the names of classes. */
  Hints withoutClasses() {
    return new Hints(model, null, frame, normalisation, key);
  }

  /** Whether nothing is left to guess of how pictures become inputs. */
  boolean complete() {
    return model != null && frame != null && normalisation != null;
  }

  /** That the caller is wrong, not the file. */
  static final class Unfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Unfit(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A card with what these hints know better.
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

  /** These hints, and where they know nothing, others. */
  Hints or(Hints others) {
    return new Hints(
        model == null ? others.model : model,
        classes == null ? others.classes : classes,
        frame == null ? others.frame : frame,
        normalisation == null ? others.normalisation : normalisation,
        key == null ? others.key : key);
  }
}
