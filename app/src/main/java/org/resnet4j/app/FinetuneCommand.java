package org.resnet4j.app;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.run.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet finetune}: trained weights and images of other classes to a run folder. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    description = "Teach trained weights other classes, those of --data.",
    footer = {
      "%nExamples:",
      "  resnet finetune --weights resnet18-imagenet --data folder:DIR",
      "  resnet finetune --weights model.pth --data folder:DIR --freeze layer3 --lr 0.02"
    })
@Without({"--resize", "--crop"})
final class FinetuneCommand extends RunCommand {
  /** Images of networks that were trained at 224 pixels; what larger ones gave: docs/RECIPES.md. */
  private static final int MOST_PIXELS = 128;

  @Mixin private WeightsFlags weights = new WeightsFlags();

  @Option(
      names = "--freeze",
      paramLabel = "PLACE",
      defaultValue = Backbone.NONE,
      description =
          "Keep the network as it is up to and including a stage or block (stem, layer2,"
              + " layer3.0), all of it but the head (all), or nothing (none); default: none.")
  private String freeze = Backbone.NONE;

  @Option(
      names = "--backbone-rate",
      paramLabel = "FACTOR",
      defaultValue = "0.5",
      description =
          "The learning rate of all but the head, as a share of the head's (default:"
              + " ${DEFAULT-VALUE}).")
  private double backboneRate;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description =
          "The shape to which images of a folder are brought (default: what the weights were"
              + " trained at, but at most "
              + MOST_PIXELS
              + " pixels).")
  private @Nullable String input;

  @Override
  Beginning begin() throws IOException {
    String dataName = data().data("");
    if (dataName.isEmpty()) {
      throw new IllegalArgumentException("finetune needs --data: a data set or folder:DIR");
    }
    if (input != null && !DataSets.isFolder(dataName)) {
      throw new IllegalArgumentException("only --data folder:DIR takes --input");
    }
    Catalog catalog = Catalog.standard();
    try (Model source = weights.loadBackbone(Device.CPU, Precision.FP32, answer())) {
      ModelCard card = source.card();
      DataSelection selection = data().of(dataName, answer());
      Shape wanted = input(card.options());
      Split split =
          selection.open(ResizeCrop.covering(wanted.height(), wanted.width()), wanted.channels());
      Shape shape = split.train().shape();
      if (shape.channels() != card.options().input().channels()) {
        throw new IllegalArgumentException(
            weights.name()
                + " takes images of "
                + card.options().input().channels()
                + " channels, but those of "
                + dataName
                + " have "
                + shape.channels());
      }
      Options options =
          card.options()
              .withInput(shape)
              .withClasses(split.train().classes().size())
              .withAuxiliary(false);
      Architecture architecture = catalog.build(card.model(), defaults -> options);
      Set<String> frozen = new Backbone(architecture).upTo(freeze);
      Recipe recipe = Recipes.fineTuning(split.train(), backboneRate);
      return new Beginning(
          new RunSettings(
              card.model(),
              options,
              dataName,
              data().limitTrain(),
              data().limitTest(),
              changed(recipe, architecture, split, frozen),
              Initialization.DEFAULT,
              seed(),
              compute().device().toString(),
              compute().precision().toString(),
              compute().threads(),
              FineTuning.of(weights.name(), weights.key(), source, freeze),
              data().folder(dataName)),
          split,
          selection.skipped());
    }
  }

  /** The shape of a picture: what the weights were trained at, but not larger than needed. */
  private Shape input(Options trained) {
    Shape own = trained.input();
    if (input == null) {
      return new Shape(
          own.channels(), Math.min(own.height(), MOST_PIXELS), Math.min(own.width(), MOST_PIXELS));
    }
    Shape shape = Shape.parse(input);
    if (shape.channels() != own.channels()) {
      throw new IllegalArgumentException(
          "--input: "
              + weights.name()
              + " takes images of "
              + own.channels()
              + " channels, not "
              + shape);
    }
    return shape;
  }
}
