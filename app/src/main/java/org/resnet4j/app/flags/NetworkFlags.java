package org.resnet4j.app.flags;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Shape;
import picocli.CommandLine.Option;

/** The flags that vary a network of the catalog. */
public final class NetworkFlags {
  private static final Map<String, Shortcut> SHORTCUTS =
      Map.of(
          "none", Shortcut.NONE,
          "a", Shortcut.ZERO_PADDING,
          "b", Shortcut.PROJECTION,
          "c", Shortcut.ALL_PROJECTION,
          "d", Shortcut.AVERAGE_PROJECTION);

  @Option(names = "--input", paramLabel = "CxHxW", description = "The shape of an input image.")
  private @Nullable String input;

  @Option(names = "--classes", paramLabel = "N", description = "The number of classes.")
  private @Nullable Integer classes;

  @Option(
      names = "--shortcut",
      paramLabel = "KIND",
      description =
          "none, A (zero padding), B (projection where needed), C (all projections) or D (projection"
              + " after average pooling).")
  private @Nullable String shortcut;

  @Option(names = "--norm", paramLabel = "NORM", description = "batch or none.")
  private Options.@Nullable Norm norm;

  @Option(
      names = "--stride-on",
      paramLabel = "WHICH",
      description = "conv3x3 or conv1x1: the convolution of a bottleneck that has the stride.")
  private Options.@Nullable StrideOn strideOn;

  @Option(names = "--auxiliary", description = "Train with auxiliary classifiers (GoogLeNet).")
  private boolean auxiliary;

  /** Whether an input shape was given. */
  public boolean saysInput() {
    return input != null;
  }

  /**
   * Applies the flags to the options of a network.
   *
   * @throws IllegalArgumentException if the value of a flag is invalid
   */
  public Options apply(Options options) {
    Options changed = options;
    if (input != null) {
      changed = changed.withInput(Shape.parse(input));
    }
    if (classes != null) {
      changed = changed.withClasses(classes);
    }
    if (shortcut != null) {
      Shortcut named = SHORTCUTS.get(shortcut.toLowerCase(java.util.Locale.ROOT));
      if (named == null) {
        throw new IllegalArgumentException(
            "--shortcut: expected none, A, B, C or D, got '" + shortcut + "'");
      }
      changed = changed.withShortcut(named);
    }
    if (norm != null) {
      changed = changed.withNorm(norm);
    }
    if (strideOn != null) {
      changed = changed.withStrideOn(strideOn);
    }
    return auxiliary ? changed.withAuxiliary(true) : changed;
  }
}
