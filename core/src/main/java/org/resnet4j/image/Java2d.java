package org.resnet4j.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.WritableRaster;

/**
 * Reads the pictures of Java 2D. Its own conversion treats grey as linear light and brightens it,
 * and applies colour profiles; decoders do neither, so values are used as stored.
 */
final class Java2d {
  private static final int OPAQUE = 255;

  private Java2d() {}

  static Image rgb(BufferedImage picture) {
    Limits.DEFAULT.check(picture.getWidth(), picture.getHeight());
    ColorModel colours = picture.getColorModel();
    int type = colours.getColorSpace().getType();
    if (type != ColorSpace.TYPE_RGB && type != ColorSpace.TYPE_GRAY) {
      throw new ImageException(
          "expected a picture in RGB or grey, got one in another colour space with "
              + colours.getNumColorComponents()
              + " components: convert it with java.awt.image.ColorConvertOp");
    }
    Image image = new Image(3, picture.getHeight(), picture.getWidth());
    for (int y = 0; y < picture.getHeight(); y++) {
      if (colours instanceof ComponentColorModel || colours instanceof DirectColorModel) {
        components(picture, colours, y, image);
      } else {
        indexed(picture, y, image);
      }
    }
    return image;
  }

  /** A row of palette indices. */
  private static void indexed(BufferedImage picture, int y, Image image) {
    int width = image.width();
    int to = y * width * 3;
    for (int colour : picture.getRGB(0, y, width, 1, null, 0, width)) {
      image.pixels()[to++] = (byte) (colour >> 16);
      image.pixels()[to++] = (byte) (colour >> 8);
      image.pixels()[to++] = (byte) colour;
    }
  }

  /** A row of grey or RGB pixels, optionally with alpha. */
  private static void components(BufferedImage picture, ColorModel colours, int y, Image image) {
    WritableRaster raster = picture.getRaster();
    int[] row = levels(raster, colours, y);
    int bands = raster.getNumBands();
    int channels = colours.getNumColorComponents();
    boolean multiplied = colours.hasAlpha() && colours.isAlphaPremultiplied();
    int to = y * image.width() * 3;
    for (int from = 0; from < row.length; from += bands) {
      for (int c = 0; c < 3; c++) {
        int level = row[from + Math.min(c, channels - 1)];
        image.pixels()[to++] = (byte) (multiplied ? plain(level, row[from + channels]) : level);
      }
    }
  }

  /** The values of a row scaled to 0 to 255: the high 8 bits of 16, otherwise the nearest. */
  private static int[] levels(WritableRaster raster, ColorModel colours, int y) {
    int width = raster.getWidth();
    int type = raster.getTransferType();
    if (colours instanceof DirectColorModel
        || type == DataBuffer.TYPE_BYTE
        || type == DataBuffer.TYPE_USHORT) {
      int[] row = raster.getPixels(0, y, width, 1, (int[]) null);
      for (int i = 0; i < row.length; i++) {
        int bits = colours.getComponentSize(i % raster.getNumBands());
        row[i] = bits >= 8 ? row[i] >> (bits - 8) : row[i] * OPAQUE / ((1 << bits) - 1);
      }
      return row;
    }
    int bands = raster.getNumBands();
    int[] row = new int[width * bands];
    float[] shares = new float[bands];
    for (int x = 0; x < width; x++) {
      colours.getNormalizedComponents(raster.getDataElements(x, y, null), shares, 0);
      for (int band = 0; band < bands; band++) {
        row[x * bands + band] = Math.round(Math.min(Math.max(shares[band], 0), 1) * OPAQUE);
      }
    }
    return row;
  }

  /** A level with the multiplication by alpha undone, as near as possible. */
  private static int plain(int level, int opacity) {
    return opacity == 0 ? 0 : Math.min((level * OPAQUE + opacity / 2) / opacity, OPAQUE);
  }
}
