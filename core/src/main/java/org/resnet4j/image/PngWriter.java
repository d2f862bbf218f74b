package org.resnet4j.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes images as PNG files (ISO/IEC 15948), lossless. */
public final class PngWriter {
  private PngWriter() {}

  /** The bytes of a file with this image; grey stays grey. */
  public static byte[] encode(Image image) {
    boolean grey = image.channels() == 1;
    BufferedImage picture =
        new BufferedImage(
            image.width(),
            image.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (grey) {
          picture.getRaster().setSample(x, y, 0, image.value(y, x, 0));
        } else {
          picture.setRGB(
              x, y, image.value(y, x, 0) << 16 | image.value(y, x, 1) << 8 | image.value(y, x, 2));
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not ImageIO's own stream: it uses a cache file, and is unavailable while the process exits.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
