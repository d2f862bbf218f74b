package org.resnet4j.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns files into RGB pixels with the JDK's own decoders (JPEG, PNG, GIF, BMP). Files are not
 * trusted: size and dimensions are checked before the pixels are decoded, and whatever a decoder
 * throws becomes an {@link ImageException}.
 */
public final class Decoder {
  private static final Set<String> KINDS = Set.of("jpeg", "png", "gif", "bmp");

  private Decoder() {}

  /**
   * The first picture of a file as 8-bit RGB; transparency is dropped.
   *
   * @throws ImageException if it is no picture, broken, or over a limit
   * @throws IOException if the file cannot be read
   */
  public static Image decode(Path file, Limits limits) throws IOException, ImageException {
    try (InputStream in = Files.newInputStream(file)) {
      int most = (int) Math.min(limits.fileBytes(), Integer.MAX_VALUE - 9);
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new ImageException("the file has more than the allowed " + most + " bytes");
      }
      return decode(bytes, limits);
    }
  }

  /** As above, from the bytes of a file. */
  public static Image decode(byte[] bytes, Limits limits) throws ImageException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0), limits);
        return rgb(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new ImageException("it cannot be decoded: " + e.getMessage(), e);
    }
  }

  /** The JDK knows more kinds, whose headers may ask for any amount of memory. */
  private static ImageReader reader(ImageInputStream in) throws IOException, ImageException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (KINDS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new ImageException("it is not a picture of a known kind (JPEG, PNG, GIF, BMP)");
  }

  private static void checkSize(int width, int height, Limits limits) throws ImageException {
    if (width < 1 || height < 1 || (long) width * height > limits.pixels()) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels are outside the allowed 1 to %,d",
              width,
              height,
              limits.pixels()));
    }
  }

  private static Image rgb(BufferedImage from) {
    Image image = new Image(3, from.getHeight(), from.getWidth());
    boolean whole =
        from.getRaster().getDataBuffer() instanceof DataBufferByte
            && from.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel
            && from.getRaster().getParent() == null;
    if (whole && from.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      swap(bytes(from), image.pixels());
    } else if (whole && from.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      // Not through getRGB: it takes grey as linear light and brightens it.
      spread(bytes(from), image.pixels());
    } else {
      convert(from, image.pixels());
    }
    return image;
  }

  private static byte[] bytes(BufferedImage from) {
    return ((DataBufferByte) from.getRaster().getDataBuffer()).getData();
  }

  private static void swap(byte[] bgr, byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
  }

  private static void spread(byte[] grey, byte[] rgb) {
    for (int i = 0; i < grey.length; i++) {
      rgb[3 * i] = grey[i];
      rgb[3 * i + 1] = grey[i];
      rgb[3 * i + 2] = grey[i];
    }
  }

  private static void convert(BufferedImage from, byte[] rgb) {
    int[] row = new int[from.getWidth()];
    int out = 0;
    for (int y = 0; y < from.getHeight(); y++) {
      from.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        rgb[out++] = (byte) (argb >> 16);
        rgb[out++] = (byte) (argb >> 8);
        rgb[out++] = (byte) argb;
      }
    }
  }
}
