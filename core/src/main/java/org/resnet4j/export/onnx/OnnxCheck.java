package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.file.Path;

/** Verification of written ONNX files by ONNX Runtime, an optional dependency. */
public final class OnnxCheck {
  private OnnxCheck() {}

  /**
   * Opens a file that this program has written itself.
   *
   * @throws IOException if ONNX Runtime does not accept it, or is not on the class path
   */
  public static OnnxInference open(Path file) throws IOException {
    try {
      return new OnnxInference(file);
    } catch (NoClassDefFoundError e) { // Of a class of ONNX Runtime, which only OnnxInference uses.
      throw new IOException(
          "expected ONNX Runtime, which verifies ONNX files, on the class path: add"
              + " com.microsoft.onnxruntime:onnxruntime",
          e);
    }
  }
}
