package org.resnet4j.app;

import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.flags.NetworkFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Initialization;
import org.resnet4j.train.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet train}: settings to a run folder with a trained network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {"Train a network.", "Without flags, ResNet-20 on the embedded images."},
    footer = {
      "%nExamples:",
      "  resnet train --model resnet56 --data cifar10",
      "  resnet train --data folder:DIR --epochs 30 --patience 5",
      "  resnet train --resume runs/RUN"
    })
@Without("--classes") // Of the data.
final class TrainCommand extends RunCommand {
  private static final String MODEL = "resnet20";
  private static final String DATA = "fashion-mnist-mini";
  private static final String FOR_PHOTOGRAPHS = "resnet18";

  /** Pictures from this shorter side on are photographs rather than like those of CIFAR. */
  private static final int SMALL = 64;

  /** What photographs are brought to at most: larger ones cost much on a processor. */
  private static final int MOST_PIXELS = 96;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Networks.class,
      description =
          "A network of the catalog (default: "
              + MODEL
              + ", or what suits the pictures of a folder).")
  private @Nullable String model;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      completionCandidates = Candidates.RecipeNames.class,
      description =
          "fast, paper, paper-deep for 110 layers and more, or photographs (default: fast;"
              + " photographs for a folder).")
  private @Nullable String recipe;

  @Option(
      names = "--init",
      paramLabel = "SCHEME",
      description = "he, he_fan_in, xavier or gaussian: how weights start (default: he).")
  private Initialization.@Nullable Scheme scheme;

  @Option(names = "--zero-last", description = "Start every residual branch at zero.")
  private boolean zeroLast;

  @Mixin private NetworkFlags network = new NetworkFlags();

  @Override
  Beginning begin() {
    String dataName = data().data(DATA);
    boolean folder = DataSets.isFolder(dataName);
    if (network.saysInput() && !folder) {
      throw new IllegalArgumentException("only --data folder:DIR takes --input");
    }
    DataSelection selection = data().of(dataName, answer());
    int side = folder && model == null ? selection.typicalSide() : 0;
    String modelName = model != null ? model : side < SMALL ? MODEL : FOR_PHOTOGRAPHS;
    String recipeName = recipe != null ? recipe : folder ? "photographs" : "fast";
    Shape input = input(modelName, side);
    Split split =
        selection.open(ResizeCrop.covering(input.height(), input.width()), input.channels());
    if (side > 0) {
      answer()
          .note(
              "pictures of about %d pixels: %s at %s, recipe %s (others: --model, --input, --recipe);"
                      .formatted(side, modelName, input, recipeName)
                  + " trained weights learn more from few pictures: resnet finetune --weights"
                  + " resnet18-imagenet --data "
                  + dataName);
    }
    Training training =
        configured(Training.of(modelName, dataName))
            .options(network::apply)
            .recipe(recipeName)
            .initialization(
                new Initialization(scheme == null ? Initialization.Scheme.HE : scheme, zeroLast));
    return new Beginning(training.settings(split), split, selection.skipped());
  }

  /** The network's own shape of an image, or what suits pictures of that shorter side. */
  private Shape input(String modelName, int side) {
    Shape own = Catalog.standard().build(modelName, network::apply).options().input();
    if (side < SMALL || network.saysInput()) {
      return own;
    }
    int size = Math.min(MOST_PIXELS, side / 32 * 32);
    return new Shape(own.channels(), size, size);
  }
}
