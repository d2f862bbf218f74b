package org.resnet4j.study;

import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.train.Phase;
import org.resnet4j.train.Recipe;
import org.resnet4j.train.Recipes;
import org.resnet4j.train.Schedule;
import org.resnet4j.train.Sgd;

/** How much a study may cost, and what its numbers can be compared with. */
public enum Profile {
  /**
   * Minutes on two cores: 3,000 of the embedded pictures of clothes and the published protocol cut
   * to 184 steps. Effects of depth show; differences of a point do not.
   */
  QUICK("fashion-mnist-mini", 3_000, 1_000, 3),
  /** Hours on two cores: all of CIFAR-10 and the published protocol cut to 12 epochs. */
  STANDARD("cifar10", 0, 0, 1),
  /** The published protocol, 64,000 steps on CIFAR-10, five times: for a GPU. */
  PAPER("cifar10", 0, 0, 5);

  private static final int QUICK_EPOCHS = 4;
  private static final int STANDARD_EPOCHS = 12;

  /** From this depth on, the paper warms up: He et al. 2015, section 4.2. */
  private static final int DEEP = 110;

  private final String data;
  private final int limitTrain;
  private final int limitTest;
  private final int seeds;

  Profile(String data, int limitTrain, int limitTest, int seeds) {
    this.data = data;
    this.limitTrain = limitTrain;
    this.limitTest = limitTest;
    this.seeds = seeds;
  }

  /** The data set that it takes unless told otherwise. */
  public String data() {
    return data;
  }

  /** How many training images it takes of its own data set, 0 for all. */
  public int limitTrain() {
    return limitTrain;
  }

  /** How many test images it takes of its own data set, 0 for all. */
  public int limitTest() {
    return limitTest;
  }

  /** How often it trains each network unless told otherwise. */
  public int seeds() {
    return seeds;
  }

  /** The depths that are compared: He et al. 2015, Fig. 6; the paper profile adds 110. */
  public List<Integer> depths() {
    return this == PAPER ? List.of(20, 32, 44, 56, 110) : List.of(20, 32, 44, 56);
  }

  /** Where block variants are compared: at 110 layers in He et al. 2016, Tables 1 and 2. */
  public int variantDepth() {
    return this == PAPER ? 110 : this == STANDARD ? 56 : 32;
  }

  /**
   * How it trains a network.
   *
   * @param epochs the length, 0 for its own
   */
  public Recipe recipe(Architecture network, Dataset train, int epochs) {
    Recipe recipe =
        switch (this) {
          case QUICK -> quick(train);
          case STANDARD -> Recipes.named("paper", network, train).withEpochs(STANDARD_EPOCHS);
          case PAPER -> Recipes.named(isDeep(network) ? "paper-deep" : "paper", network, train);
        };
    return epochs == 0 ? recipe : recipe.withEpochs(epochs);
  }

  private static boolean isDeep(Architecture network) {
    String digits = network.name().replaceFirst("\\D*(\\d*).*", "$1");
    return !digits.isEmpty() && Integer.parseInt(digits) >= DEEP;
  }

  /**
   * The paper's recipe with half its batch, so that so few images give enough steps, and a fifth of
   * its rate: at 0.1 the 56-layer residual network, too, learned little (training error 57 % after
   * six epochs, against 24 % at 0.02; its plain twin 54 % and 76 %).
   */
  private static Recipe quick(Dataset train) {
    return new Recipe(
        "quick",
        0,
        List.of(new Phase(QUICK_EPOCHS, 0, Augmentation.PAPER)),
        Math.min(64, train.size()),
        2,
        new Sgd(0.02, 0.9, false, 1e-4, true),
        new Schedule.Milestones(List.of(0.5, 0.75), 0.1, 0, 0.1),
        0,
        false,
        null,
        0);
  }

  /** How far its numbers can be compared with the published ones. */
  public String comparison() {
    return switch (this) {
      case QUICK ->
          "The quick profile trains on 3,000 pictures of clothes for 184 steps, not on"
              + " CIFAR-10 for 64,000. The size and sign of large effects can be compared with the"
              + " papers; error rates cannot, and differences of a point or two are mostly chance.";
      case STANDARD ->
          "The standard profile trains on all of CIFAR-10 by the published protocol (batches of"
              + " 128, rate 0.1 divided by ten at one half and three quarters, momentum 0.9, decay"
              + " 1e-4, padding of 4, crop and flip), but for 12 epochs, 4,680 steps instead of"
              + " 64,000. Errors are therefore higher than published, most of all those of deep"
              + " networks, which need the most steps; which network is ahead of which, and by how"
              + " much more than chance, can be compared, the last point of an error rate cannot.";
      case PAPER ->
          "The paper profile follows the published protocol: 64,000 steps on CIFAR-10. Channel"
              + " means stand for the paper's per-pixel mean, and weights start by He's rule over"
              + " the outputs. Errors can be compared with the published ones.";
    };
  }

  /** As the command line names it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
