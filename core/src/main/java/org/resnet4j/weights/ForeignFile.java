package org.resnet4j.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Identifies unsupported file formats by their first bytes. */
final class ForeignFile {
  private static final String NOT_PYTORCH =
      ", which is not supported: use weights written by torch.save or safetensors";

  private ForeignFile() {}

  /**
   * The format and the remedy, human-readable.
   *
   * @param start the first bytes of the file
   */
  static String describe(byte[] start) {
    String bytes = new String(start, ISO_8859_1);
    String text = bytes.replace("\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
    if (isOnnx(start)) {
      return "it is an ONNX model, which is not supported: use the weights that it was exported "
          + "from (.safetensors or .pth)";
    }
    if (bytes.startsWith("\u0089HDF\r\n")) {
      return "it is an HDF5 file (.h5), as Keras writes" + NOT_PYTORCH;
    }
    if (bytes.startsWith("TFL3", 4)) {
      return "it is a TensorFlow Lite model (.tflite)" + NOT_PYTORCH;
    }
    if (bytes.startsWith("\u0093NUMPY")) {
      return "it is an unnamed NumPy array (.npy): save a dictionary of named tensors with "
          + "torch.save";
    }
    if (bytes.startsWith("GGUF")) {
      return "it is a GGUF file" + NOT_PYTORCH;
    }
    if (isPacked(bytes)) {
      return "it is compressed (gzip, bzip2, xz, zstd, 7z or rar): decompress it first";
    }
    if (bytes.startsWith("ustar", 257)) {
      return "it is a tar archive: unpack it first; or, if torch wrote it (before 0.1.10), load "
          + "it in"
          + " Python and save it again";
    }
    if (text.startsWith("version https://git-lfs.github.com")) {
      return "it is a Git LFS pointer: fetch the file itself with 'git lfs pull'";
    }
    if (text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml")) {
      return "it is an HTML page: download the file itself";
    }
    if (text.startsWith("{")) {
      return "it is JSON, which holds no weights: use the file with the tensors";
    }
    return "it is neither a safetensors file nor written by torch.save";
  }

  private static boolean isPacked(String bytes) {
    return bytes.startsWith("\u001f\u008b")
        || bytes.startsWith("BZh")
        || bytes.startsWith("\u00fd7zXZ")
        || bytes.startsWith("(\u00b5/\u00fd")
        || bytes.startsWith("7z\u00bc\u00af")
        || bytes.startsWith("Rar!");
  }

  /**
   * Whether it begins like a ModelProto: the version of its format (field 1, from 3 on), then the
   * name of the program that wrote it (2), the graph (7), or the operator sets (8).
   */
  private static boolean isOnnx(byte[] start) {
    return start[0] == 0x08
        && start[1] >= 3
        && (start[2] == 0x12 || start[2] == 0x3a || start[2] == 0x42);
  }
}
