package org.resnet4j.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads JPEG. */
final class Jpeg {
  private Jpeg() {}

  static Image read(byte[] file, Limits limits) throws ImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      limits.check(reader.getWidth(0), reader.getHeight(0));
      Raster raster = reader.read(0).getRaster();
      int[] values = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
      Image image = new Image(raster.getNumBands(), raster.getHeight(), raster.getWidth());
      for (int i = 0; i < values.length; i++) {
        image.pixels()[i] = (byte) values[i];
      }
      return image.toChannels(3);
    } catch (IOException e) {
      throw new ImageException("it cannot be decoded: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }
}
