package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference logits.
 *
 * @param logits of more images than any batch has, {@code [n, classes]}
 */
record Reference(float[] logits, int classes) {
  /** Reads what {@link #write} wrote; no library but the JDK, since DJL brings its own libtorch. */
  static Reference read(Path file, int classes) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] logits = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(logits);
    return new Reference(logits, classes);
  }

  void write(Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(logits.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(logits);
    Files.write(file, bytes.array());
  }

  /**
   * The difference of the logits of the first n images from this reference: the largest difference
   * of two logits as a share of the largest logit. NaN if one of them is no number.
   *
   * @throws IllegalArgumentException if it is not of that many images
   */
  double difference(float[] answer, int n) {
    if (answer.length != n * classes) {
      throw new IllegalArgumentException(
          answer.length + " logits are no answer to " + n + " images of " + classes + " classes");
    }
    double largest = 0;
    double scale = 0;
    for (int i = 0; i < answer.length; i++) {
      largest = Math.max(largest, Math.abs((double) answer[i] - logits[i]));
      scale = Math.max(scale, Math.abs(logits[i]));
    }
    return largest / scale;
  }
}
