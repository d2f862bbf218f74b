package org.resnet4j.app;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.arch.Backbone;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet finetune}: trains given weights on other classes into a run folder. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    description = "Fine-tune trained weights on the classes of --data.",
    footer = {
      "%nExamples:",
      "  resnet finetune --weights resnet18-imagenet --data folder:DIR",
      "  resnet finetune --weights model.pth --data folder:DIR --freeze layer3 --lr 0.02"
    })
@Without({"--resize", "--crop"})
final class FinetuneCommand extends RunCommand {
  @Mixin private WeightsFlags weights = new WeightsFlags();

  @Option(
      names = "--freeze",
      paramLabel = "PLACE",
      defaultValue = Backbone.NONE,
      description =
          "Freeze the network up to and including a stage or block (stem, layer2, layer3.0),"
              + " everything but the head (all), or nothing (none); default: none.")
  private String freeze = Backbone.NONE;

  @Option(
      names = "--backbone-rate",
      paramLabel = "FACTOR",
      defaultValue = "0.5",
      description =
          "The learning rate of the backbone, as a share of the head's (default:"
              + " ${DEFAULT-VALUE}).")
  private double backboneRate;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description =
          "The input shape for images of a folder (default: that of the weights, but at most "
              + Training.FINE_TUNING_PIXELS
              + " pixels).")
  private @Nullable String input;

  @Override
  Beginning begin() throws IOException {
    String dataName = data().data("");
    if (dataName.isEmpty()) {
      throw new IllegalArgumentException(
          "finetune requires --data: a data set or " + PicturePlace.forms());
    }
    if (input != null && !PicturePlace.isOne(dataName)) {
      throw new IllegalArgumentException(
          "--input requires --data " + PicturePlace.forms() + ", got " + dataName);
    }
    try (Model source = weights.loadBackbone(Device.CPU, Precision.FP32, answer())) {
      Training training =
          configured(Training.from(weights.name(), weights.key(), source, dataName))
              .freeze(freeze)
              .backboneRate(backboneRate);
      Shape own = source.card().options().input();
      Shape frame = input == null ? training.frame() : frame(own);
      DataSelection selection = data().of(dataName, answer());
      Split split =
          selection.open(ResizeCrop.covering(frame.height(), frame.width()), frame.channels());
      int channels = split.train().shape().channels();
      if (channels != own.channels()) {
        throw new IllegalArgumentException(
            weights.name()
                + ": expected images of "
                + own.channels()
                + " channels, got "
                + channels
                + " in "
                + dataName);
      }
      return new Beginning(training.settings(split), split);
    }
  }

  /** The input shape given by the flag. */
  private Shape frame(Shape own) {
    Shape shape = Shape.parse(String.valueOf(input));
    if (shape.channels() != own.channels()) {
      throw new IllegalArgumentException(
          "--input: expected "
              + own.channels()
              + " channels for "
              + weights.name()
              + ", got "
              + shape);
    }
    return shape;
  }
}
