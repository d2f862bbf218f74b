package org.resnet4j.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.layer.Shape;
import org.resnet4j.weights.Origin;
import org.resnet4j.weights.Recognised;

/** Conventions of the authors of weights that their files do not state. */
final class Conventions {
  private static final int IMAGENET_CLASSES = 1000;

  /** The mean and standard deviation in main.py of kuangliu/pytorch-cifar. */
  private static final Normalisation KUANGLIU =
      new Normalisation(List.of(0.4914, 0.4822, 0.4465), List.of(0.2023, 0.1994, 0.2010));

  private Conventions() {}

  /** The card that the authors would have written. */
  static ModelCard card(Recognised weights) {
    Options options = weights.architecture().options();
    Shape input = options.input();
    boolean large = input.channels() == 3 && input.height() == 224;
    String trainedOn = weights.hasHead() ? trainedOn(weights.origin(), options) : "";
    return new ModelCard(
        weights.architecture().name(),
        options,
        classes(trainedOn, options.classes()),
        trainedOn.equals(ModelCard.IMAGENET) || (large && !weights.hasHead())
            ? Preprocessing.IMAGENET
            : Preprocessing.covering(input, normalisation(weights.origin(), input.channels())),
        trainedOn,
        null);
  }

  /**
   * The assumptions, as text for users.
   *
   * @param where in the file the tensors were found; may be empty
   * @param hints facts that need no assumption
   */
  static String describe(ModelCard card, String where, boolean hasHead, Hints hints) {
    Preprocessing pictures = card.preprocessing();
    List<String> assumed = new ArrayList<>();
    if (hints.normalisation() == null) {
      assumed.add("mean " + pictures.normalisation().mean());
      assumed.add("std " + pictures.normalisation().std());
    }
    if (hints.frame() == null) {
      assumed.add("shorter side " + pictures.frame().shortSide());
      assumed.add("centre " + pictures.frame().height());
    }
    if (!hasHead) {
      assumed.add("no classes");
    } else if (hints.classes() == null) {
      assumed.add(card.named() ? "the classes of " + card.trainedOn() : "classes without names");
    }
    return "taken for "
        + card.model()
        + " by its tensors"
        + (where.isEmpty() ? "" : " (in " + where + ")")
        + (assumed.isEmpty() ? "" : "; assumed: " + String.join(", ", assumed));
  }

  private static String trainedOn(Origin origin, Options options) {
    boolean colour = options.input().channels() == 3;
    return switch (origin) {
      case AKAMASTER, KUANGLIU -> colour && options.classes() == 10 ? "cifar10" : "";
      case TORCHVISION, TIMM, MMPRETRAIN, TRANSFORMERS, SEQUENTIAL ->
          colour && options.classes() == IMAGENET_CLASSES && options.input().height() == 224
              ? ModelCard.IMAGENET
              : "";
    };
  }

  private static List<String> classes(String trainedOn, int count) {
    return switch (trainedOn) {
      case "" -> ModelCard.unnamed(count);
      case ModelCard.IMAGENET -> imageNetClasses();
      default -> DataSets.standard().classes(trainedOn);
    };
  }

  /** ImageNet's in most code; images without three channels are scaled to -1 to 1. */
  private static Normalisation normalisation(Origin origin, int channels) {
    if (channels != 3) {
      return new Normalisation(
          Collections.nCopies(channels, 0.5), Collections.nCopies(channels, 0.5));
    }
    return origin == Origin.KUANGLIU ? KUANGLIU : Normalisation.IMAGENET;
  }

  /** The 1,000 classes of ILSVRC 2012 in the order of their logits, by torchvision's names. */
  static List<String> imageNetClasses() {
    return lines("imagenet-classes/classes.txt");
  }

  /** Their WordNet IDs, which name ImageNet's folders; sorted, which is the order of the logits. */
  static List<String> imageNetIds() {
    return lines("imagenet-classes/wordnet-ids.txt");
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Conventions.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("this build of the library lacks " + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
