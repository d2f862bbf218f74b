package org.resnet4j.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;

/** No file, embedded weights or fetched published weights have the requested name. */
public final class NoSuchWeightsException extends FormatException {
  private static final long serialVersionUID = 2;

  private final String name;
  private final transient @Nullable PublishedWeights published;

  NoSuchWeightsException(String name, ModelZoo zoo) {
    super(
        name,
        zoo.named(name).isPresent()
            ? "it is not on this machine yet: ModelZoo.standard().fetch(\""
                + name
                + "\") downloads it once"
            : "there is no such file, and no weights have that name: Model.names() lists those that"
                + " have one");
    this.name = name;
    this.published = zoo.named(name).orElse(null);
  }

  /** The requested name. */
  public String name() {
    return name;
  }

  /** The published weights of that name, which {@link PublishedWeights#fetch()} downloads. */
  public Optional<PublishedWeights> published() {
    return Optional.ofNullable(published);
  }
}
