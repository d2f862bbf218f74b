package org.resnet4j.export.onnx;

import java.nio.file.Path;

/** Verification of written ONNX files by ONNX Runtime, an optional dependency. */
public final class OnnxCheck {
  private OnnxCheck() {}

  /**
   * Opens a file that this program has written itself.
   *
   * @throws org.resnet4j.io.FormatException if ONNX Runtime rejects it
   * @throws IllegalStateException if ONNX Runtime is not on the class path
   */
  public static OnnxInference open(Path file) {
    try {
      return new OnnxInference(file);
    } catch (NoClassDefFoundError e) { // Of a class of ONNX Runtime, which only OnnxInference uses.
      throw new IllegalStateException(
          "expected ONNX Runtime, which verifies ONNX files, on the class path: add"
              + " com.microsoft.onnxruntime:onnxruntime",
          e);
    }
  }
}
