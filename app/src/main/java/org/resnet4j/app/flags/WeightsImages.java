package org.resnet4j.app.flags;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.resnet4j.data.Dataset;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.ModelCard;

/** The images on which weights are evaluated, labelled with the classes of the weights. */
public record WeightsImages(WeightsFlags weights, DataFlags data) {

  /** The requested data set, or else the one that the weights were trained on. */
  public String name(ModelCard card) {
    String name = data.data(card.trainedOn());
    if (name.isEmpty() || name.equals(ModelCard.IMAGENET)) {
      throw new IllegalArgumentException(
          "--data is missing: expected images on which to evaluate " + weights.name());
    }
    return name;
  }

  /** The test images, relabelled with the class indices of the weights. */
  public Dataset labelled(ModelCard card, Dataset test) {
    Dataset labelled = relabelled(card, test);
    requireShape(card, labelled);
    return labelled;
  }

  private Dataset relabelled(ModelCard card, Dataset test) {
    List<String> keys = card.keys(test.classes());
    Set<String> known = new HashSet<>(keys);
    List<String> others = test.classes().stream().filter(name -> !known.contains(name)).toList();
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          weights.name()
              + " knows the "
              + card.classes().size()
              + " classes of "
              + (card.trainedOn().isEmpty() ? "its data" : card.trainedOn())
              + ", but "
              + others.size()
              + " of the "
              + test.classes().size()
              + " classes of "
              + test.name()
              + " are not among theirs ("
              + String.join(", ", others.subList(0, Math.min(3, others.size())))
              + (others.size() > 3 ? ", ..." : "")
              + "): evaluate on matching data, or rename the classes");
    }
    return test.withClasses(keys, card.named() ? card.classes() : keys);
  }

  public void requireShape(ModelCard card, Dataset images) {
    Shape expected = card.preprocessing().output();
    if (!expected.equals(images.shape())) {
      throw new IllegalArgumentException(
          weights.name()
              + ": expected images of "
              + expected
              + ", got "
              + images.shape()
              + " in "
              + images.name());
    }
  }
}
