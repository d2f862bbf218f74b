package org.resnet4j.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of file that a model can be exported to. */
enum ExportFormat {
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
  boolean computes() {
    return this == ONNX || this == TORCHSCRIPT;
  }

  /**
   * The format that a file's name says.
   *
   * @throws IllegalArgumentException if it has none of the endings
   */
  static ExportFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith(format.ending))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--to wants a name that ends in "
                        + Arrays.stream(values())
                            .map(format -> format.ending)
                            .collect(Collectors.joining(", "))
                        + ", not "
                        + file
                        + "; or say --format"));
  }

  /** As {@code --format} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
