package org.resnet4j.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.ResizeCrop;

/**
 * What a caller knows of weights; it wins over what their file says or lets guess. Null leaves a
 * thing to the file.
 *
 * @param model the name of the network in the catalog
 * @param classes the names of the classes, one for each logit
 */
public record Hints(
    @Nullable String model,
    @Nullable List<String> classes,
    @Nullable ResizeCrop frame,
    @Nullable Normalisation normalisation) {
  /** Nothing is known. */
  public static final Hints NONE = new Hints(null, null, null, null);

  /** Nothing but the name of the network. */
  public static Hints of(String model) {
    return new Hints(model, null, null, null);
  }

  /** Whether nothing is left to guess of how pictures become inputs. */
  boolean complete() {
    return model != null && frame != null && normalisation != null;
  }

  /** A card with what these hints know better. */
  ModelCard apply(ModelCard card) {
    Preprocessing given = card.preprocessing();
    ModelCard changed =
        card.withPreprocessing(
            new Preprocessing(
                frame == null ? given.frame() : frame,
                normalisation == null ? given.normalisation() : normalisation));
    return classes == null ? changed : changed.withClasses(classes);
  }

  /** These hints, and where they know nothing, others. */
  Hints or(Hints others) {
    return new Hints(
        model == null ? others.model : model,
        classes == null ? others.classes : classes,
        frame == null ? others.frame : frame,
        normalisation == null ? others.normalisation : normalisation);
  }
}
