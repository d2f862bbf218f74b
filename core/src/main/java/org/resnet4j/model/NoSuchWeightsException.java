package org.resnet4j.model;

import java.util.Optional;
import org.resnet4j.io.FormatException;

/** No file, embedded weights or fetched published weights have the requested name. */
public final class NoSuchWeightsException extends FormatException {
  private static final long serialVersionUID = 1;

  private final String name;

  NoSuchWeightsException(String name) {
    super(
        PublishedWeights.named(name).isPresent()
            ? name
                + " is not on this machine yet: PublishedWeights.fetch(\""
                + name
                + "\") downloads it once"
            : "there is no file "
                + name
                + ", and no weights have that name: Model.EMBEDDED and PublishedWeights.all() list"
                + " those that have one");
    this.name = name;
  }

  /** The requested name. */
  public String name() {
    return name;
  }

  /** The published weights of that name, which {@link PublishedWeights#fetch(String)} downloads. */
  public Optional<PublishedWeights> published() {
    return PublishedWeights.named(name);
  }
}
