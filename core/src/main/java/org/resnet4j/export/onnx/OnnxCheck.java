package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.file.Path;

/** The program that checks ONNX files after they are written. It is an optional dependency. */
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
    } catch (NoClassDefFoundError e) { // Of its classes, which only that class names.
      throw new IOException(
          "an ONNX file is checked by ONNX Runtime, which is missing: add"
              + " com.microsoft.onnxruntime:onnxruntime to the class path",
          e);
    }
  }
}
