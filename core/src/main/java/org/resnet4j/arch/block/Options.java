package org.resnet4j.arch.block;

import java.util.Locale;
import org.resnet4j.layer.Shape;

/**
 * The options of any network in the catalog. Each entry has its defaults; nothing is ignored
 * silently: an unsupported option is rejected by name.
 *
 * @param input channels, height and width of an image
 * @param classes the number of logits
 * @param shortcut beside a branch; {@link Shortcut#NONE} makes a plain network
 * @param norm whether convolutions are followed by batch normalisation
 * @param strideOn which convolution of a bottleneck halves the feature map
 * @param auxiliary whether side classifiers take part in training (GoogLeNet only)
 */
public record Options(
    Shape input, int classes, Shortcut shortcut, Norm norm, StrideOn strideOn, boolean auxiliary) {

  /** Whether convolutions are followed by a normalisation. */
  public enum Norm {
    /** Batch normalisation, and convolutions without bias before it. */
    BATCH,
    /** None; convolutions have a bias instead. */
    NONE;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which convolution of a bottleneck has the stride. */
  public enum StrideOn {
    /** The 3x3 in the middle, as torchvision and fb.resnet.torch do ("v1.5"). */
    CONV3X3,
    /** The first 1x1, as He et al. 2015 did. */
    CONV1X1;

    /** The name in lower case, for example {@code conv1x1}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Options {
    if (classes < 1) {
      throw new IllegalArgumentException("expected at least 1 class, got " + classes);
    }
  }

  /** CIFAR-10: images 3x32x32, ten classes; batch normalisation and the shortcut given. */
  public static Options cifar(Shortcut shortcut) {
    return new Options(new Shape(3, 32, 32), 10, shortcut, Norm.BATCH, StrideOn.CONV3X3, false);
  }

  /** ImageNet: images 3x224x224, 1000 classes; batch normalisation and the shortcut given. */
  public static Options imageNet(Shortcut shortcut) {
    return new Options(new Shape(3, 224, 224), 1000, shortcut, Norm.BATCH, StrideOn.CONV3X3, false);
  }

  /** These options with images of another shape. */
  public Options withInput(Shape value) {
    return new Options(value, classes, shortcut, norm, strideOn, auxiliary);
  }

  /** These options with another number of classes. */
  public Options withClasses(int value) {
    return new Options(input, value, shortcut, norm, strideOn, auxiliary);
  }

  /** These options with another shortcut. */
  public Options withShortcut(Shortcut value) {
    return new Options(input, classes, value, norm, strideOn, auxiliary);
  }

  /** These options with or without normalisation. */
  public Options withNorm(Norm value) {
    return new Options(input, classes, shortcut, value, strideOn, auxiliary);
  }

  /** These options with the stride of a bottleneck elsewhere. */
  public Options withStrideOn(StrideOn value) {
    return new Options(input, classes, shortcut, norm, value, auxiliary);
  }

  /** These options with or without side classifiers. */
  public Options withAuxiliary(boolean value) {
    return new Options(input, classes, shortcut, norm, strideOn, value);
  }

  /** For networks without side classifiers: these options, or an error if they request some. */
  public Options refuseAuxiliary() {
    if (auxiliary) {
      throw new IllegalArgumentException("it has no auxiliary classifiers to switch on");
    }
    return this;
  }

  /** For networks without shortcuts: these options, or an error if they request some. */
  public Options refuseShortcut() {
    if (shortcut != Shortcut.NONE) {
      throw new IllegalArgumentException("it has no shortcuts, so shortcut must be NONE");
    }
    return this;
  }

  /** For networks without bottlenecks: these options, or an error if they move its stride. */
  public Options refuseStrideOn1x1() {
    if (strideOn == StrideOn.CONV1X1) {
      throw new IllegalArgumentException("it has no bottleneck whose 1x1 could take the stride");
    }
    return this;
  }
}
