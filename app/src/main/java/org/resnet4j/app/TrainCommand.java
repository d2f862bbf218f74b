package org.resnet4j.app;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Split;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.torch.Initialization;
import org.resnet4j.train.Recipe;
import org.resnet4j.train.Recipes;
import org.resnet4j.train.RunSettings;
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

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Networks.class,
      description = "A network of the catalog (default: " + MODEL + ").")
  private @Nullable String model;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      completionCandidates = Candidates.RecipeNames.class,
      description = "fast, paper, or paper-deep for 110 layers and more (default: fast).")
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
    String modelName = model == null ? MODEL : model;
    String dataName = data().data(DATA);
    if (network.saysInput() && !DataSets.isFolder(dataName)) {
      throw new IllegalArgumentException("only --data folder:DIR takes --input");
    }
    int size = Catalog.standard().build(modelName, network::apply).options().input().height();
    Split split = data().open(dataName, ResizeCrop.square(size));
    Architecture architecture =
        Catalog.standard()
            .build(
                modelName,
                options ->
                    network
                        .apply(options)
                        .withInput(split.train().shape())
                        .withClasses(split.train().classes().size()));
    Recipe chosen = Recipes.named(recipe == null ? "fast" : recipe, architecture, split.train());
    return new Beginning(
        new RunSettings(
            modelName,
            architecture.options(),
            dataName,
            data().limitTrain(),
            data().limitTest(),
            changed(chosen, architecture, split, Set.of()),
            new Initialization(scheme == null ? Initialization.Scheme.HE : scheme, zeroLast),
            seed(),
            compute().device().toString(),
            compute().precision().toString(),
            compute().threads(),
            null),
        split);
  }
}
