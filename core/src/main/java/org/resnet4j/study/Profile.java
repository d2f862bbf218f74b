package org.resnet4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;

/** The scale of a study: its cost, and how far its numbers can be compared. */
public enum Profile {
  /**
   * Minutes on two cores: 3,000 of the embedded pictures of clothes, 184 steps of 64 images at a
   * rate of 0.02, chosen so that deep residual networks learn in so few steps. Effects of depth
   * show; differences of a point do not.
   */
  QUICK("fashion-mnist-mini", 3_000, 1_000, 4, 3),
  /** Hours on two cores: all of CIFAR-10 and the published protocol cut to 12 epochs. */
  STANDARD("cifar10", 0, 0, 12, 1),
  /** The published protocol, 64,000 steps on CIFAR-10, five times: for a GPU. */
  PAPER("cifar10", 0, 0, 0, 5);

  /** How far a training that is shorter than the published one can be compared with it. */
  private static final String SHORT =
      "Effects as large as degradation can be compared with the papers; error rates cannot, and of"
          + " two networks the one that is ahead after so few steps need not be ahead after many.";

  /** From this depth on, the paper warms up: He et al. 2015, section 4.2. */
  private static final int DEEP = 110;

  private final String data;
  private final int limitTrain;
  private final int limitTest;
  private final int epochs; // 0 for the length that the published protocol has in steps
  private final int seeds;

  Profile(String data, int limitTrain, int limitTest, int epochs, int seeds) {
    this.data = data;
    this.limitTrain = limitTrain;
    this.limitTest = limitTest;
    this.epochs = epochs;
    this.seeds = seeds;
  }

  /** The default data set. */
  public String data() {
    return data;
  }

  /** The default number of training images of any data set, 0 for all. */
  public int limitTrain() {
    return limitTrain;
  }

  /** The default number of test images of any data set, 0 for all. */
  public int limitTest() {
    return limitTest;
  }

  /** The default number of trainings of each network. */
  public int seeds() {
    return seeds;
  }

  /** The depths that are compared: He et al. 2015, Fig. 6; the paper profile adds 110. */
  public List<Integer> depths() {
    return this == PAPER ? List.of(20, 32, 44, 56, 110) : List.of(20, 32, 44, 56);
  }

  /**
   * The depth at which block variants are compared: 110 layers in He et al. 2016, Tables 1 and 2.
   */
  public int variantDepth() {
    return this == PAPER ? 110 : this == STANDARD ? 56 : 32;
  }

  /**
   * The recipe for a network.
   *
   * @param asked the requested length in epochs, 0 for the profile's
   */
  public Recipe recipe(Architecture network, Dataset train, int asked) {
    Recipe recipe =
        switch (this) {
          case QUICK -> quick(train);
          case STANDARD -> Recipes.standard().named("paper", network, train);
          case PAPER ->
              Recipes.standard().named(isDeep(network) ? "paper-deep" : "paper", network, train);
        };
    int length = asked == 0 ? epochs : asked;
    return length == 0 ? recipe : recipe.withEpochs(length);
  }

  /** By the layers with weights, as the paper counts them. */
  private static boolean isDeep(Architecture network) {
    return Summary.of(network).rows().stream()
            .filter(row -> row.multiplyAdds() > 0 && !row.auxiliary())
            .count()
        >= DEEP;
  }

  /**
   * The paper's recipe with half its batch, so that few images give enough steps, and a fifth of
   * its rate, at which deep residual networks learn in few steps: at 0.1 neither a plain nor a
   * residual network of 56 layers did (training error 54 % and 57 % after six epochs; at 0.02, 76 %
   * and 24 %).
   */
  private Recipe quick(Dataset train) {
    return new Recipe(
        "quick",
        0,
        List.of(new Phase(epochs, 0, Augmentation.PAPER)),
        Math.min(64, train.size()),
        2,
        new Sgd(0.02, 0.9, false, 1e-4, true),
        new Schedule.Milestones(List.of(0.5, 0.75), 0.1, 0, 0.1),
        0,
        false,
        null,
        0);
  }

  /** How far the numbers of a study with this profile can be compared with the published ones. */
  public String comparison(StudySettings settings) {
    List<String> changes = changes(settings);
    return changes.isEmpty()
        ? comparison()
        : "The " + this + " profile was changed: " + String.join(", ", changes) + ". " + SHORT;
  }

  private String comparison() {
    return switch (this) {
      case QUICK ->
          "The quick profile trains on 3,000 pictures of clothes for 184 steps of 64 images, not on"
              + " CIFAR-10 for 64,000 of 128. Its rate of 0.02 instead of 0.1 was chosen in trials"
              + " so that deep residual networks learn in so few steps. "
              + SHORT
              + " Differences of a point or two are mostly chance.";
      case STANDARD ->
          "The standard profile trains on all of CIFAR-10 by the published protocol (batches of"
              + " 128, rate 0.1, or 0.02 without normalisation, divided by ten at one half and"
              + " three quarters, momentum 0.9, decay 1e-4, padding of 4, crop and flip), but for"
              + " 12 epochs, 4,680 steps instead of 64,000. Errors are therefore higher than"
              + " published, most of all those of deep networks, which need the most steps. "
              + SHORT;
      case PAPER ->
          "The paper profile follows the published protocol: 64,000 steps on CIFAR-10. Channel"
              + " means stand for the paper's per-pixel mean, weights start by He's rule over the"
              + " outputs, and networks without normalisation train at a rate of 0.02. Errors can"
              + " be compared with the published ones.";
    };
  }

  /** The settings that differ from the profile's. */
  private List<String> changes(StudySettings settings) {
    List<String> changes = new ArrayList<>();
    if (!settings.data().equals(data)) {
      changes.add(settings.data() + " instead of " + data);
    }
    if (settings.limitTrain() != limitTrain) {
      changes.add(
          images(settings.limitTrain()) + " training images instead of " + images(limitTrain));
    }
    if (settings.limitTest() != limitTest) {
      changes.add(images(settings.limitTest()) + " test images instead of " + images(limitTest));
    }
    if (settings.epochs() != 0 && settings.epochs() != epochs) {
      changes.add(
          settings.epochs()
              + (settings.epochs() == 1 ? " epoch" : " epochs")
              + " instead of "
              + (epochs == 0 ? "64,000 steps" : String.valueOf(epochs)));
    }
    return changes;
  }

  private static String images(int limit) {
    return limit == 0 ? "all" : String.format(Locale.ROOT, "%,d", limit);
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
