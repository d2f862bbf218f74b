package org.resnet4j.train.recipe;

import java.util.List;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.augment.Lighting;
import org.resnet4j.data.augment.Mixing;
import org.resnet4j.data.augment.RandAugment;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomResizedCrop;
import org.resnet4j.data.augment.RandomShortSide;
import org.resnet4j.data.augment.TrivialAugmentWide;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.train.optim.Adam;
import org.resnet4j.train.optim.Lamb;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;

/**
 * The recipes that are published for ImageNet. Lengths in pixels are for images of 224 and scale
 * with those of the data. Batches are computed in parts of two shards of 32 images, the number that
 * He et al. 2015 and Goyal et al. 2017 normalise together. docs/RECIPES.md compares each with its
 * source.
 */
final class ImageNetRecipes {
  /** The usual size of images, for which the sources state their lengths. */
  private static final int USUAL = 224;

  /** The images of a part. */
  private static final int PART = 64;

  private static final int SHARDS = 2;

  /** The share of a run in which the rate rises: 5 epochs of 90. */
  private static final double GOYAL_WARMUP = 5.0 / 90;

  private final int size;

  /** The recipes for a training set. */
  ImageNetRecipes(Dataset train) {
    size = Math.min(train.shape().height(), train.shape().width());
  }

  private int scaled(int pixels) {
    return Math.round((float) pixels * size / USUAL);
  }

  private static Recipe recipe(
      String name,
      List<Phase> phases,
      int batchSize,
      Optimizer optimizer,
      Schedule schedule,
      ResizeCrop frame) {
    return new Recipe(name, 0, phases, batchSize, SHARDS, optimizer, schedule, 0, false, null, 0)
        .but()
        .parts(batchSize / PART)
        .frame(frame)
        .build();
  }

  private ResizeCrop frame(int shortSide, Filter filter) {
    return new ResizeCrop(scaled(shortSide), size, size, filter);
  }

  private RandomResizedCrop crop(int pixels) {
    return RandomResizedCrop.of(scaled(pixels));
  }

  /**
   * He et al. 2015, section 3.4: 600,000 steps of 256 images, rate 0.1 divided by ten when the
   * error plateaus, decay 1e-4, momentum 0.9; crops of 224 from images whose shorter side is in
   * [256, 480], flipped, with the colour augmentation of Krizhevsky et al. 2012. The paper does not
   * say when an error has reached a plateau: here, after 5 epochs without a better one.
   */
  Recipe paper() {
    RandomShortSide framing = RandomShortSide.paper().withSize(size);
    return recipe(
        "imagenet-paper",
        List.of(new Phase(120, 0, Augmentation.framed(framing).withLighting(new Lighting(0.1)))),
        256,
        new Sgd(0.1, 0.9, false, 1e-4, true),
        new Schedule.Plateau(0.1, 5, 1e-4),
        frame(256, Filter.BILINEAR));
  }

  /**
   * The 90 epochs that became usual for ResNets: fb.resnet.torch and torchvision's first weights,
   * with the rate divided by ten after 30, 60 and 80 epochs as in Goyal et al. 2017.
   */
  Recipe ninety() {
    return recipe(
        "imagenet-90",
        List.of(new Phase(90, 0, Augmentation.framed(crop(USUAL)))),
        256,
        new Sgd(0.1, 0.9, false, 1e-4, true),
        new Schedule.Milestones(List.of(30 / 90.0, 60 / 90.0, 80 / 90.0), 0.1, 0, 1),
        frame(256, Filter.BILINEAR));
  }

  /**
   * Goyal et al. 2017 for a batch of 8,192: a rate of 0.1 for every 256 images, to which it rises
   * in 5 epochs; normalisations do not decay. Its last normalisation of a branch begins at zero,
   * which is a matter of initialisation.
   */
  Recipe largeBatch() {
    int batch = 8_192;
    double rate = 0.1 * batch / 256;
    return recipe(
        "imagenet-large-batch",
        List.of(new Phase(90, 0, Augmentation.framed(crop(USUAL)))),
        batch,
        new Sgd(rate, 0.9, false, 1e-4, false),
        new Schedule.Warmup(
            GOYAL_WARMUP,
            0.1 / rate,
            false,
            new Schedule.Milestones(List.of(30 / 90.0, 60 / 90.0, 80 / 90.0), 0.1, 0, 1)),
        frame(256, Filter.BILINEAR));
  }

  /**
   * The recipe of torchvision's second weights of ResNet-50 (80.86 %): PyTorch, "How to train
   * state-of-the-art models using TorchVision's latest primitives". Its average of the weights has
   * a decay of 1 - 2e-5 * 1024 * 32 / 600 in an update.
   */
  Recipe torchvision() {
    Augmentation augmentation =
        Augmentation.framed(crop(176))
            .withEffects(List.of(TrivialAugmentWide.ofImageNet()))
            .withErasing(RandomErasing.of(0.1))
            .withMixing(new Mixing(0.2, 1))
            .withRepeats(4);
    double warmup = 5.0 / 600;
    return recipe(
            "torchvision-v2",
            List.of(new Phase(600, 0, augmentation)),
            1_024,
            new Sgd(0.5, 0.9, false, 2e-5, false),
            new Schedule.Warmup(warmup, 0.01, true, new Schedule.Cosine(0)),
            frame(232, Filter.BILINEAR))
        .but()
        .labelSmoothing(0.1)
        .ema(1 - 2e-5 * 1_024 * 32 / 600)
        .averaging(new Averaging(32, warmup))
        .build();
  }

  /** Procedure A1 of Wightman et al. 2021, 80.4 % after 600 epochs. */
  Recipe a1() {
    return strikesBack("rsb-a1", 600, 224, 5e-3, 0.01, augmented(7, 0.2, 3))
        .but()
        .labelSmoothing(0.1)
        .stochasticDepth(0.05)
        .build();
  }

  /** Procedure A2 of Wightman et al. 2021, 79.8 % after 300 epochs. */
  Recipe a2() {
    return strikesBack("rsb-a2", 300, 224, 5e-3, 0.02, augmented(7, 0.1, 3))
        .but()
        .stochasticDepth(0.05)
        .build();
  }

  /** Procedure A3 of Wightman et al. 2021, 78.1 % after 100 epochs at 160 pixels. */
  Recipe a3() {
    return strikesBack("rsb-a3", 100, 160, 8e-3, 0.02, augmented(6, 0.1, 1));
  }

  private static Augmentation augmented(double magnitude, double mixup, int repeats) {
    return Augmentation.NONE
        .withFlip(true)
        .withEffects(List.of(RandAugment.ofImageNet(magnitude)))
        .withMixing(new Mixing(mixup, 1))
        .withRepeats(repeats);
  }

  /**
   * What the procedures of Wightman et al. 2021, table 2, have in common: LAMB with batches of
   * 2,048, a rate that rises from 1e-4 in 5 epochs and falls to 1e-6, binary cross-entropy, a
   * shorter side of 236 for evaluation.
   */
  private Recipe strikesBack(
      String name, int epochs, int pixels, double rate, double decay, Augmentation augmentation) {
    RandomResizedCrop framing = crop(pixels).withFilter(Filter.BICUBIC);
    return recipe(
            name,
            List.of(new Phase(epochs, 0, augmentation.withFraming(framing))),
            2_048,
            new Lamb(rate, new Adam(0.9, 0.999, 1e-6), decay, false),
            new Schedule.Warmup(5.0 / epochs, 1e-4 / rate, false, new Schedule.Cosine(1e-6 / rate)),
            frame(236, Filter.BICUBIC))
        .but()
        .binary(BinaryLoss.STANDARD)
        .clip(1.0)
        .build();
  }

  /**
   * A short one with growing images, after FFCV's 16 epochs of ResNet-18 (66.9 %): rate 0.5 for
   * 1,024 images, which peaks after 2 epochs.
   */
  Recipe sixteen() {
    return recipe(
            "imagenet-16",
            List.of(
                new Phase(11, 0, Augmentation.framed(crop(160))),
                new Phase(2, 0, Augmentation.framed(crop(176))),
                new Phase(3, 0, Augmentation.framed(crop(192)))),
            1_024,
            new Sgd(0.5, 0.9, false, 5e-5, false),
            new Schedule.Linear(2.0 / 16, 0),
            frame(256, Filter.BILINEAR))
        .but()
        .labelSmoothing(0.1)
        .build();
  }
}
