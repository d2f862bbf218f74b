package org.resnet4j.torch;

import java.io.IOException;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;

/**
 * The difference between the logits of an exported network and the original, on batches of one and
 * three images of Gaussian noise.
 *
 * @param largest the largest absolute difference of two logits; NaN if one of them is
 * @param scale the largest absolute logit of the network
 */
public record OutputDifference(double largest, double scale) {
  private static final long SEED = 1;

  /** Inference by another runtime. */
  @FunctionalInterface
  public interface Inference {
    /**
     * The logits {@code [n, classes]} in row-major order.
     *
     * @param images in row-major order
     * @param shape {@code {n, c, h, w}}
     */
    float[] logits(float[] images, long[] shape) throws IOException;
  }

  /** Computes both on the same images. */
  public static OutputDifference of(Network network, Inference exported) throws IOException {
    return of(
        network.architecture().options().input(),
        (images, shape) -> logits(network, images, shape),
        exported);
  }

  /**
   * As above, against another reference.
   *
   * @param image the shape of the images
   */
  public static OutputDifference of(Shape image, Inference reference, Inference exported)
      throws IOException {
    Random random = new Random(SEED);
    double largest = 0;
    double scale = 0;
    for (int n : new int[] {1, 3}) {
      float[] images = new float[Math.toIntExact(n * image.size())];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      long[] shape = {n, image.channels(), image.height(), image.width()};
      float[] actual = exported.logits(images, shape);
      float[] expected = reference.logits(images, shape);
      if (actual.length != expected.length) {
        throw new FormatException(
            "expected "
                + expected.length
                + " logits for "
                + n
                + " images from the exported network, got "
                + actual.length);
      }
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        scale = Math.max(scale, Math.abs(expected[i]));
      }
    }
    return new OutputDifference(largest, scale);
  }

  /**
   * Checks that the difference is within rounding.
   *
   * @param tolerance relative to the scale
   * @throws FormatException if it is larger, or NaN
   */
  public OutputDifference requireWithin(double tolerance) {
    if (!(largest <= tolerance * scale)) {
      throw new FormatException(
          String.format(
              java.util.Locale.ROOT,
              "the exported network differs by %.2g where logits reach %.2g",
              largest,
              scale));
    }
    return this;
  }

  private static float[] logits(Network network, float[] images, long[] shape) {
    try (PointerScope scope = new PointerScope()) {
      return HostMemory.floats(
          network.forward(network.device().move(torch.tensor(images).reshape(shape))));
    }
  }
}
