package org.resnet4j.image.jpeg;

import java.util.List;
import java.util.Locale;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;

/**
 * Decodes JPEG files to the pixels that libjpeg-turbo gives by default, and so Pillow: accurate
 * integer transform, smooth upsampling. Baseline, extended sequential and progressive Huffman
 * pictures of 8 bits in grey, YCbCr, RGB, CMYK and YCCK. A file that is damaged or not complete is
 * refused, never guessed at.
 */
public final class JpegDecoder {
  private JpegDecoder() {}

  /**
   * What a file says before its first scan; nothing else is looked at.
   *
   * @throws ImageException if it is no JPEG file, or one of a kind that is not supported
   */
  public static JpegHeader header(byte[] file) throws ImageException {
    MarkerReader markers = new MarkerReader(file);
    Frame frame = markers.frame();
    return new JpegHeader(
        frame.width(),
        frame.height(),
        frame.components().size(),
        frame.progressive(),
        markers.orientation());
  }

  /**
   * The picture as RGB, as it is stored: Exif's orientation is not applied.
   *
   * @throws ImageException if it is broken, not complete, of a kind that is not supported, over a
   *     limit, or needs more memory than there is
   */
  public static Image decode(byte[] file, Limits limits) throws ImageException {
    MarkerReader markers = new MarkerReader(file);
    Frame frame = markers.frame();
    long pixels = (long) frame.width() * frame.height();
    limits.check(frame.width(), frame.height());
    List<Scan> scans = markers.readScans();
    boolean direct = !frame.progressive() && scans.size() == 1;
    long bytes = 3 * pixels + (direct ? 0 : Coefficients.bytes(frame));
    if (bytes > Runtime.getRuntime().maxMemory() || 3 * pixels > Integer.MAX_VALUE - 8) {
      throw tooMuchMemory(bytes);
    }
    int bytesAPixel = (int) ((bytes + pixels - 1) / pixels);
    limits.of(file.length, bytesAPixel).check(frame.width(), frame.height());
    try {
      Picture picture = new Picture(file, markers);
      return direct ? picture.sequential(scans.get(0)) : picture.progressive(scans);
    } catch (OutOfMemoryError e) {
      throw tooMuchMemory(bytes);
    }
  }

  private static ImageException tooMuchMemory(long bytes) {
    return new ImageException(
        String.format(
            Locale.ROOT, "it needs more memory than there is, about %,d MB", bytes / 1_000_000));
  }
}
