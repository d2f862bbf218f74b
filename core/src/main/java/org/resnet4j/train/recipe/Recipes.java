package org.resnet4j.train.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.resnet4j.arch.Architecture;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.text.Names;
import org.resnet4j.train.optim.Muon;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.optim.SlowBackbone;

/**
 * The recipes by name. A value: {@link #standard} holds those of the library, and {@link #with}
 * adds another.
 */
public final class Recipes {
  private static final Augmentation ALTERNATING =
      Augmentation.NONE.withFlip(true).withAlternate(true);

  /** The GPUs of He et al. 2015, section 4.2. */
  private static final int SHARDS = 2;

  /**
   * Without normalisation ResNet-20 and its plain twin learned nothing on the embedded images at
   * 0.05, and best at this rate of 0.05, 0.02, 0.01 and 0.005.
   */
  private static final double BARE_RATE = 0.02;

  /** The number of images that fine-tuning shows, within 3 to 30 epochs. */
  private static final int FINE_TUNING_IMAGES = 10_500;

  /** The least number of images that {@link #photographs} shows, within 30 to 100 epochs. */
  private static final int PHOTOGRAPHS = 6_000;

  /** The number of training pictures from which on they are trained as ImageNet is. */
  public static final int MANY_PHOTOGRAPHS = 10_000;

  private static final Recipes STANDARD =
      new Recipes(
          List.of(
              new Entry("fast", Recipes::fast),
              new Entry("paper", (network, train) -> paper("paper", network, 0)),
              // The paper waits for 80 % training error, "about 400 iterations".
              new Entry(
                  "paper-deep", (network, train) -> paper("paper-deep", network, 400.0 / 64_000)),
              new Entry("photographs", (network, train) -> photographs(train)),
              imageNet("imagenet-90", ImageNetRecipes::ninety),
              imageNet("imagenet-paper", ImageNetRecipes::paper),
              imageNet("imagenet-large-batch", ImageNetRecipes::largeBatch),
              imageNet("imagenet-16", ImageNetRecipes::sixteen),
              imageNet("torchvision-v2", ImageNetRecipes::torchvision),
              imageNet("rsb-a1", ImageNetRecipes::a1),
              imageNet("rsb-a2", ImageNetRecipes::a2),
              imageNet("rsb-a3", ImageNetRecipes::a3)));

  private final List<Entry> entries;

  private Recipes(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  private static Entry imageNet(String name, Function<ImageNetRecipes, Recipe> recipe) {
    return new Entry(name, (network, train) -> recipe.apply(new ImageNetRecipes(train)));
  }

  private record Entry(String name, BiFunction<Architecture, Dataset, Recipe> builder) {}

  /** The recipes of the library, the usual one first. */
  public static Recipes standard() {
    return STANDARD;
  }

  /**
   * These recipes and one more.
   *
   * @param builder from a network and a training set to the recipe, whose own name counts in a run
   * @throws IllegalArgumentException if the name is taken
   */
  public Recipes with(String name, BiFunction<Architecture, Dataset, Recipe> builder) {
    if (names().contains(name)) {
      throw new IllegalArgumentException("there is already a recipe '" + name + "'");
    }
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(name, builder));
    return new Recipes(more);
  }

  /**
   * The name of the usual recipe for photographs, from random weights: photographs for few, and
   * imagenet-90 for {@link #MANY_PHOTOGRAPHS} or more, whose batches and rates need many steps.
   *
   * @param pictures the number of training pictures
   */
  public static String forPhotographs(int pictures) {
    return pictures < MANY_PHOTOGRAPHS ? "photographs" : "imagenet-90";
  }

  /** All names, the usual one first. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /**
   * A recipe for a network and a training set.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Recipe named(String name, Architecture network, Dataset train) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected the recipe "
                        + Names.choice(names())
                        + ", got '"
                        + name
                        + "'"
                        + Names.suggestion(name, names())))
        .builder()
        .apply(network, train);
  }

  /**
   * The recipe that {@code resnet finetune} follows; what its parts gave is in docs/RECIPES.md.
   *
   * @param backboneRate the rate of the backbone as a share of that of the head
   * @throws IllegalArgumentException if the share is negative
   */
  public static Recipe fineTuning(Dataset train, double backboneRate) {
    int size = Math.min(train.shape().height(), train.shape().width());
    int epochs = Math.max(3, Math.min(30, FINE_TUNING_IMAGES / train.size()));
    return new Recipe(
        "finetune",
        0,
        List.of(new Phase(epochs, 0, Augmentation.NONE.withFlip(true).withPad(size / 8))),
        Math.min(32, train.size()),
        SHARDS,
        new SlowBackbone(backboneRate, new Sgd(0.05, 0.9, true, 5e-4, false)),
        new Schedule.Linear(0.1, 0),
        0.1,
        false,
        null,
        0);
  }

  /**
   * For folders of photographs, also small ones, from random weights: what fine-tuning does, for
   * longer, and at a rate at which the running statistics of a few steps an epoch keep up. With
   * {@link #fast}, whose rates are for thousands of images of 28 or 32 pixels, 240 pictures gave 95
   * % after one epoch and 48 % after the next; docs/RECIPES.md has what this one gave.
   */
  private static Recipe photographs(Dataset train) {
    int size = Math.min(train.shape().height(), train.shape().width());
    int epochs = Math.max(30, Math.min(100, PHOTOGRAPHS / train.size()));
    return new Recipe(
        "photographs",
        0,
        List.of(new Phase(epochs, 0, Augmentation.NONE.withFlip(true).withPad(size / 8))),
        Math.min(32, train.size()),
        SHARDS,
        new Sgd(0.02, 0.9, true, 5e-4, false),
        new Schedule.Linear(0.1, 0),
        0.1,
        false,
        null,
        0);
  }

  /**
   * He et al. 2015, section 4.2: 64,000 steps of 128 images, rate 0.1 divided by ten at one half
   * and three quarters, decay 1e-4, momentum 0.9, padding of 4, crop and flip. Channel means stand
   * for the paper's per-pixel mean. A network without normalisation, which the paper does not have,
   * trains at {@link #BARE_RATE}.
   *
   * @param warmup the share of the run at a tenth of the rate, for ResNet-110 and deeper
   */
  private static Recipe paper(String name, Architecture network, double warmup) {
    return new Recipe(
        name,
        64_000,
        List.of(new Phase(164, 0, Augmentation.PAPER)),
        128,
        SHARDS,
        new Sgd(isNormalised(network) ? 0.1 : BARE_RATE, 0.9, false, 1e-4, true),
        new Schedule.Milestones(List.of(0.5, 0.75), 0.1, warmup, 0.1),
        0,
        false,
        null,
        0);
  }

  /**
   * The fewest core-minutes to the paper's accuracy that were found: Muon, small crops of shrunken
   * images first, easy images left out, flips that alternate. Searched on CIFAR-10 and on 12,000
   * images of Fashion-MNIST with ResNet-20; what each part gave is in docs/RECIPES.md.
   */
  private static Recipe fast(Architecture network, Dataset train) {
    int size = Math.min(train.shape().height(), train.shape().width());
    boolean large = train.size() >= 30_000;
    List<Phase> phases =
        large
            ? List.of(
                new Phase(24, size * 3 / 4, ALTERNATING.withCrop(size * 5 / 8)),
                new Phase(5, 0, ALTERNATING.withCrop(size * 7 / 8)),
                new Phase(5, 0, ALTERNATING.withPad(Math.max(1, size / 16))))
            : List.of(
                new Phase(6, 0, ALTERNATING.withCrop(size * 6 / 7)),
                new Phase(3, 0, ALTERNATING.withPad(Math.max(1, size / 14))));
    return new Recipe(
        "fast",
        0,
        phases,
        large ? 256 : 64,
        SHARDS,
        new Muon(
            large ? 0.035 : 0.025,
            0.9,
            5,
            new Sgd(isNormalised(network) ? 0.2 : BARE_RATE, 0.9, true, 5e-4, false)),
        new Schedule.Linear(0.1, 0),
        0.1,
        false,
        large ? new Pruning(0.6, 0.7, 3) : new Pruning(0.5, 0.6, 3),
        0);
  }

  private static boolean isNormalised(Architecture network) {
    return network.layers().walk().anyMatch(layer -> layer instanceof BatchNorm);
  }
}
