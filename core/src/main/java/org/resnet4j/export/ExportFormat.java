package org.resnet4j.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of file that a model can be exported to. */
public enum ExportFormat {
  SAFETENSORS(".safetensors"),
  /** {@code torch.save} of the tensors. */
  PTH(".pth"),
  ONNX(".onnx"),
  TORCHSCRIPT(".pt");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  /** Whether such a file computes; else it only holds tensors. */
  public boolean computes() {
    return this == ONNX || this == TORCHSCRIPT;
  }

  /** Whether such a file can say what a model in 8 bits is. */
  boolean hasEightBits() {
    return this == SAFETENSORS || this == ONNX;
  }

  /**
   * The format of a file.
   *
   * @param wanted what was asked for, or null for what the file's name says
   * @throws IllegalArgumentException if the name says another format, or none and none was asked
   *     for
   */
  public static ExportFormat of(Path file, @Nullable ExportFormat wanted) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    ExportFormat said =
        Arrays.stream(values())
            .filter(format -> name.endsWith(format.ending))
            .findFirst()
            .orElse(wanted);
    if (said == null) {
      throw new IllegalArgumentException(
          "expected a file name that ends in "
              + Arrays.stream(values())
                  .map(format -> format.ending)
                  .collect(Collectors.joining(", "))
              + ", got "
              + file
              + ": rename it, or name the format");
    }
    if (wanted != null && wanted != said) {
      throw new IllegalArgumentException(
          "expected a name of the format " + wanted + ", got " + file + ": change one of both");
    }
    return said;
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
