package org.resnet4j.data.augment;

import java.util.List;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.image.effect.Grey;

/**
 * Removes the colour of some pictures, as torchvision's {@code RandomGrayscale}.
 *
 * @param probability of each picture
 */
public record RandomGrey(double probability) implements RandomEffect {
  /** Checks the probability. */
  public RandomGrey {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected a probability from 0 to 1, got " + probability);
    }
  }

  @Override
  public List<Effect> draw(Draw draw, int height, int width) {
    return draw.chance(probability) ? List.of(new Grey()) : List.of();
  }
}
