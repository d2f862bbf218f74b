package org.resnet4j.data.augment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.resnet4j.image.Framing;

/** A distribution of square frames, from which a picture gets another in every epoch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RandomResizedCrop.class, name = "random-resized-crop"),
  @JsonSubTypes.Type(value = RandomShortSide.class, name = "random-short-side")
})
public sealed interface RandomFraming permits RandomResizedCrop, RandomShortSide {
  /** Height and width of the framed image. */
  int size();

  /** A copy with another {@link #size}; other lengths keep their ratio to it. */
  RandomFraming withSize(int size);

  /** The frame of a picture of the given size. */
  Framing draw(Draw draw, int height, int width);
}
