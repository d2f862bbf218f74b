package org.resnet4j.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file formats that a model can be exported to. */
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

  /** Whether the format holds a computation; otherwise it holds only tensors. */
  public boolean computes() {
    return this == ONNX || this == TORCHSCRIPT;
  }

  /** Whether the format can represent an int8 model. */
  boolean hasEightBits() {
    return this == SAFETENSORS || this == ONNX;
  }

  /**
   * Determines the format of a file.
   *
   * @param requested the requested format, or null to use the file's name
   * @throws IllegalArgumentException if the name has the extension of another format, or no known
   *     extension and no format is requested
   */
  public static ExportFormat of(Path file, @Nullable ExportFormat requested) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    ExportFormat format =
        Arrays.stream(values())
            .filter(each -> name.endsWith(each.ending))
            .findFirst()
            .orElse(requested);
    if (format == null) {
      throw new IllegalArgumentException(
          "expected a file name with the extension "
              + Arrays.stream(values()).map(each -> each.ending).collect(Collectors.joining(", "))
              + ", got "
              + file
              + ": rename it, or name the format");
    }
    if (requested != null && requested != format) {
      throw new IllegalArgumentException(
          "expected a file name of the format "
              + requested
              + ", got "
              + file
              + ": change the name or the format");
    }
    return format;
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
