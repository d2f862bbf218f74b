package org.resnet4j.arch;

import static org.resnet4j.layer.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.arch.block.Inception;
import org.resnet4j.arch.block.Options;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

/**
 * Nine Inception modules between a stem and a linear classifier. Szegedy et al. 2014, Table 1.
 *
 * <p>The local response normalisation of 2014 is left out everywhere, and the side classifiers pool
 * adaptively to 4x4, as torchvision's do.
 *
 * @param form of the modules
 * @param smallImage whether the images have about 32 pixels: then one 3x3 convolution and one
 *     pooling are the stem, and the modules have a quarter of the channels
 * @param lastPool the window of the pooling before the last two modules: 3 in the paper, 2 in
 *     torchvision
 * @param dropout the rate before the classifier: 0.4 in the paper, 0.2 in torchvision
 */
public record GoogLeNet(Inception.Form form, boolean smallImage, int lastPool, double dropout) {
  private static final double AUXILIARY_LOSS = 0.3; // section 5
  private static final double AUXILIARY_DROPOUT = 0.7; // section 5

  /** The columns of Table 1, in the order of {@link Inception}. */
  private static final List<Inception> MODULES =
      List.of(
          new Inception(64, 96, 128, 16, 32, 32),
          new Inception(128, 128, 192, 32, 96, 64),
          new Inception(192, 96, 208, 16, 48, 64),
          new Inception(160, 112, 224, 24, 64, 64),
          new Inception(128, 128, 256, 24, 64, 64),
          new Inception(112, 144, 288, 32, 64, 64),
          new Inception(256, 160, 320, 32, 128, 128),
          new Inception(256, 160, 320, 32, 128, 128),
          new Inception(384, 192, 384, 48, 128, 128));

  private static final List<String> NAMES =
      List.of("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b");

  /**
   * The network with those options.
   *
   * @throws IllegalArgumentException if one of them is unsupported
   */
  public Layer layers(Options options) {
    options.refuseShortcut().refuseStrideOn1x1();
    if (smallImage) {
      options.refuseAuxiliary();
    }
    List<Layer> layers = new ArrayList<>();
    layers.add(stem(options));
    int in = smallImage ? 48 : 192;
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      if (name.equals("4a")) {
        layers.add(sequence("pool3", Pool.max(3, 2, 0, true)));
      } else if (name.equals("5a")) {
        layers.add(sequence("pool4", Pool.max(lastPool, 2, 0, true)));
      }
      Inception module = smallImage ? MODULES.get(i).slimmer(4) : MODULES.get(i);
      layers.add(module.layers("inception" + name, in, form, options));
      in = module.out(in, form);
      if (options.auxiliary() && name.equals("4a")) {
        layers.add(auxiliary("aux1", in, options));
      } else if (options.auxiliary() && name.equals("4d")) {
        layers.add(auxiliary("aux2", in, options));
      }
    }
    layers.add(sequence("pool", new AvgPool(1), new Flatten()));
    layers.add(new Dropout(dropout));
    layers.add(new Linear("fc", in, options.classes()));
    return new Sequence("", layers);
  }

  private Layer stem(Options options) {
    int in = options.input().channels();
    Pool half = Pool.max(3, 2, 0, true);
    return smallImage
        ? sequence("stem", Inception.unit("conv1", in, 48, 3, 1, options), half)
        : sequence(
            "stem",
            Inception.unit("conv1", in, 64, 7, 2, options),
            half,
            Inception.unit("conv2", 64, 64, 1, 1, options),
            Inception.unit("conv3", 64, 192, 3, 1, options),
            half);
  }

  private static Layer auxiliary(String name, int in, Options options) {
    return new Auxiliary(
        sequence(
            name,
            new AvgPool(4),
            Inception.unit(name + ".conv", in, 128, 1, 1, options),
            new Flatten(),
            new Linear(name + ".fc1", 128 * 4 * 4, 1024),
            new Relu(),
            new Dropout(AUXILIARY_DROPOUT),
            new Linear(name + ".fc2", 1024, options.classes())),
        AUXILIARY_LOSS);
  }
}
