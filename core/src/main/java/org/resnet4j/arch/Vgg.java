package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.arch.block.Options;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/**
 * The plain ancestor: stages of 3x3 convolutions with a pooling behind each, and three linear
 * layers. Simonyan and Zisserman 2014, Table 1. Names and sizes are torchvision's, so convolutions
 * keep their bias even before a normalisation.
 *
 * @param stages the number of convolutions in each stage
 * @param channels the output channels of each stage
 * @param pooled height and width of the map that enters the classifier
 * @param hidden the width of the two hidden linear layers
 * @param dropout the rate behind each of them
 */
public record Vgg(
    List<Integer> stages, List<Integer> channels, int pooled, int hidden, double dropout) {
  public Vgg {
    stages = List.copyOf(stages);
    channels = List.copyOf(channels);
    if (stages.size() != channels.size()) {
      throw new IllegalArgumentException(
          "expected a number of channels for each of "
              + stages.size()
              + " stages, got "
              + channels.size());
    }
  }

  /** The published sizes, with the number of convolutions in each of the five stages. */
  static Vgg of(Integer... stages) {
    return new Vgg(List.of(stages), List.of(64, 128, 256, 512, 512), 7, 4096, 0.5);
  }

  /**
   * The network with those options.
   *
   * @throws IllegalArgumentException if one of them is unsupported
   */
  public Layer layers(Options options) {
    options.refuseAuxiliary().refuseShortcut().refuseStrideOn1x1();
    List<Layer> network = new ArrayList<>();
    int in = options.input().channels();
    int index = 0; // torchvision numbers all layers of the features, also those without weights
    for (int i = 0; i < stages.size(); i++) {
      List<Layer> stage = new ArrayList<>();
      for (int j = 0; j < stages.get(i); j++) {
        stage.add(new Conv("features." + index++, in, channels.get(i), 3, 1, 1, 1, true));
        in = channels.get(i);
        if (options.norm() == Options.Norm.BATCH) {
          stage.add(new BatchNorm("features." + index++, in));
        }
        stage.add(new Relu());
        index++;
      }
      stage.add(Pool.max(2, 2, 0, false));
      index++;
      network.add(new Sequence("stage" + (i + 1), stage));
    }
    network.add(
        Sequence.sequence(
            "classifier",
            new AvgPool(pooled),
            new Flatten(),
            new Linear("classifier.0", in * pooled * pooled, hidden),
            new Relu(),
            new Dropout(dropout),
            new Linear("classifier.3", hidden, hidden),
            new Relu(),
            new Dropout(dropout),
            new Linear("classifier.6", hidden, options.classes())));
    return new Sequence("", network);
  }
}
