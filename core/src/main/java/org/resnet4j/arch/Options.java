package org.resnet4j.arch;

import org.resnet4j.layer.Shape;

/**
 * What a caller may choose about any network of the catalog. Each entry has its defaults; a family
 * ignores nothing silently: an option that it cannot honour is refused by name.
 *
 * @param input channels, height and width of an image
 * @param classes the number of logits
 * @param shortcut what stands beside a branch; {@link Shortcut#NONE} makes a plain network
 * @param norm whether convolutions are followed by batch normalisation
 * @param strideOn which convolution of a bottleneck halves the feature map
 * @param auxiliary whether side classifiers take part in training (GoogLeNet only)
 */
public record Options(
    Shape input, int classes, Shortcut shortcut, Norm norm, StrideOn strideOn, boolean auxiliary) {

  /** Whether convolutions are followed by a normalisation. */
  public enum Norm {
    BATCH,
    NONE
  }

  /** Which convolution of a bottleneck has the stride. */
  public enum StrideOn {
    /** The 3x3 in the middle, as torchvision and fb.resnet.torch do ("v1.5"). */
    CONV3X3,
    /** The first 1x1, as He et al. 2015 did. */
    CONV1X1
  }

  public Options {
    if (classes < 1) {
      throw new IllegalArgumentException("a classifier needs at least 1 class, not " + classes);
    }
  }

  public Options withInput(Shape value) {
    return new Options(value, classes, shortcut, norm, strideOn, auxiliary);
  }

  public Options withClasses(int value) {
    return new Options(input, value, shortcut, norm, strideOn, auxiliary);
  }

  public Options withShortcut(Shortcut value) {
    return new Options(input, classes, value, norm, strideOn, auxiliary);
  }

  public Options withNorm(Norm value) {
    return new Options(input, classes, shortcut, value, strideOn, auxiliary);
  }

  public Options withStrideOn(StrideOn value) {
    return new Options(input, classes, shortcut, norm, value, auxiliary);
  }

  public Options withAuxiliary(boolean value) {
    return new Options(input, classes, shortcut, norm, strideOn, value);
  }
}
