package org.resnet4j.image;

/** Collects the rows of an image into another. */
public interface Target extends Rows {
  /** The image, once all rows have arrived. */
  Image image();

  /** Its memory in bytes. */
  long bytes();

  /** The whole of a picture. */
  final class Whole implements Target {
    private final int height;
    private final int width;
    private final boolean transposed;
    private byte[] whole = {};

    /**
     * Allocates memory on the first row.
     *
     * @param height of the image
     * @param width of the image
     * @param transposed whether the arriving rows are its columns
     */
    public Whole(int height, int width, boolean transposed) {
      this.height = height;
      this.width = width;
      this.transposed = transposed;
    }

    @Override
    public void row(int y, byte[] pixels, int from) {
      if (whole.length == 0) {
        whole = new byte[Math.toIntExact(bytes())];
      }
      if (!transposed) {
        System.arraycopy(pixels, from, whole, y * width * 3, width * 3);
        return;
      }
      for (int i = 0; i < height; i++) {
        System.arraycopy(pixels, from + 3 * i, whole, (i * width + y) * 3, 3);
      }
    }

    @Override
    public Image image() {
      return new Image(whole, 3, height, width);
    }

    @Override
    public long bytes() {
      return 3L * height * width;
    }
  }
}
