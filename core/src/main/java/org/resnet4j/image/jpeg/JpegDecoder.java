package org.resnet4j.image.jpeg;

import java.util.List;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Rows;
import org.resnet4j.image.jpeg.marker.Frame;
import org.resnet4j.image.jpeg.marker.MarkerReader;
import org.resnet4j.image.jpeg.marker.Scan;
import org.resnet4j.image.jpeg.scan.Coefficients;
import org.resnet4j.image.jpeg.scan.Picture;

/**
 * Decodes JPEG files to the pixels that libjpeg-turbo gives by default, and so Pillow: accurate
 * integer transform, smooth upsampling. Baseline, extended sequential and progressive Huffman
 * pictures of 8 bits in grey, YCbCr, RGB, CMYK and YCCK. Damage that libjpeg warns about and Pillow
 * ignores is ignored likewise; a file that ends before its image and without an end marker is
 * rejected, also if only a region is read that is complete. Otherwise nothing below the region is
 * looked at, so damage there is not noticed: it could not have become an error.
 */
public final class JpegDecoder implements EncodedImage {
  private final byte[] file;
  private final MarkerReader markers;
  private final Frame frame;
  private final List<Scan> scans;

  private JpegDecoder(byte[] file) {
    this.file = file;
    markers = new MarkerReader(file);
    frame = markers.frame();
    scans = markers.readScans();
  }

  /**
   * Reads everything except the pixels.
   *
   * @throws ImageException if it is not a JPEG file, of an unsupported kind, or incomplete
   */
  public static EncodedImage open(byte[] file) {
    return new JpegDecoder(file);
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public int height() {
    return frame.height();
  }

  @Override
  public Orientation orientation() {
    return markers.orientation();
  }

  /** Those of all coefficients, unless one scan brings all of them. */
  @Override
  public long workingBytes() {
    return isSequential() ? 0 : Coefficients.bytes(frame);
  }

  private boolean isSequential() {
    return !frame.progressive() && scans.size() == 1;
  }

  @Override
  public void decode(Rows rows) {
    Picture picture = new Picture(file, markers, rows);
    if (isSequential()) {
      picture.sequential(scans.get(0));
    } else {
      picture.progressive(scans);
    }
  }
}
