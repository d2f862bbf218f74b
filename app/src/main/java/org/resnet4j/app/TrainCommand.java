package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.flags.NetworkFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Initialization;
import org.resnet4j.train.Training;
import org.resnet4j.train.recipe.RecipeFile;
import org.resnet4j.train.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet train}: trains a network into a run folder. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {"Train a network.", "Without flags, train ResNet-20 on the embedded images."},
    footer = {
      "%nExamples:",
      "  resnet train --model resnet56 --data cifar10",
      "  resnet train --data folder:DIR --epochs 30 --patience 5",
      "  resnet train --resume runs/RUN"
    })
@Without("--classes") // Given by the data.
class TrainCommand extends RunCommand {
  private static final String MODEL = "resnet20";
  private static final String DATA = "fashion-mnist-mini";
  private static final String FOR_PHOTOGRAPHS = "resnet18";

  /** Pictures whose shorter side has at least this many pixels are taken for photographs. */
  private static final int SMALL = 64;

  /** The largest input for photographs: larger ones are expensive on a CPU. */
  private static final int MOST_PIXELS = 96;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Networks.class,
      description =
          "A network of the catalog (default: "
              + MODEL
              + "; for a folder, chosen by the size of its pictures).")
  private @Nullable String model;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE|FILE",
      completionCandidates = Candidates.RecipeNames.class,
      description =
          "A recipe of 'resnet recipe', or a file as 'resnet recipe show' prints it (default: fast;"
              + " for a folder, photographs, or imagenet-90 from 10,000 training pictures on).")
  private @Nullable String recipe;

  @Option(
      names = "--init",
      paramLabel = "SCHEME",
      description = "The weight initialisation: he, he_fan_in, xavier or gaussian (default: he).")
  private Initialization.@Nullable Scheme scheme;

  @Option(names = "--zero-last", description = "Initialise every residual branch to zero.")
  private boolean zeroLast;

  @Mixin private NetworkFlags network = new NetworkFlags();

  @Override
  Beginning begin() throws IOException {
    String dataName = data().data(DATA);
    boolean folder = PicturePlace.isOne(dataName);
    if (network.saysInput() && !folder) {
      throw new IllegalArgumentException(
          "--input requires --data " + PicturePlace.forms() + ", got " + dataName);
    }
    DataSelection selection = data().of(dataName, answer());
    int side = folder && model == null ? selection.typicalSide() : 0;
    String modelName = model != null ? model : side < SMALL ? MODEL : FOR_PHOTOGRAPHS;
    Shape input = input(modelName, side);
    Split split =
        selection.open(ResizeCrop.covering(input.height(), input.width()), input.channels());
    if (side > 0) {
      answer()
          .note(
              "pictures of about %d pixels: %s at %s (override: --model, --input)"
                  .formatted(side, modelName, input));
    }
    Training training =
        configured(withRecipe(Training.of(modelName, dataName), split, folder))
            .options(network::apply)
            .initialization(
                new Initialization(scheme == null ? Initialization.Scheme.HE : scheme, zeroLast));
    return new Beginning(training.settings(split), split);
  }

  private Training withRecipe(Training training, Split split, boolean folder) throws IOException {
    if (recipe != null && !Recipes.standard().names().contains(recipe)) {
      Path file = Path.of(recipe);
      return Files.exists(file)
          ? training.recipe(RecipeFile.read(file))
          : training.recipe(recipe); // Refused, with similar names.
    }
    if (recipe == null && folder) {
      int pictures = split.train().size();
      answer()
          .note(
              "%,d training pictures: recipe %s (override: --recipe)%s"
                  .formatted(
                      pictures,
                      Recipes.forPhotographs(pictures),
                      pictures < Recipes.MANY_PHOTOGRAPHS
                          ? "; with few pictures, fine-tuning is better: resnet finetune --weights"
                              + " resnet18-imagenet --data "
                              + data().data(DATA)
                          : ""));
      return training;
    }
    return recipe == null ? training : training.recipe(recipe);
  }

  /** The network's default input, or one that suits pictures with that shorter side. */
  private Shape input(String modelName, int side) {
    Shape own = Catalog.standard().build(modelName, network::apply).options().input();
    if (side < SMALL || network.saysInput()) {
      return own;
    }
    int size = Math.min(MOST_PIXELS, side / 32 * 32);
    return new Shape(own.channels(), size, size);
  }
}
