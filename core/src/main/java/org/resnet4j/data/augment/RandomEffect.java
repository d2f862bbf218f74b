package org.resnet4j.data.augment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.resnet4j.image.effect.Effect;

/** A distribution of effects on pictures. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ColourJitter.class, name = "colour-jitter"),
  @JsonSubTypes.Type(value = RandAugment.class, name = "rand-augment"),
  @JsonSubTypes.Type(value = RandomGrey.class, name = "random-grey"),
  @JsonSubTypes.Type(value = TrivialAugmentWide.class, name = "trivial-augment-wide")
})
public sealed interface RandomEffect
    permits ColourJitter, RandAugment, RandomGrey, TrivialAugmentWide {
  /** The effects on a picture of that size, in order. */
  List<Effect> draw(Draw draw, int height, int width);
}
