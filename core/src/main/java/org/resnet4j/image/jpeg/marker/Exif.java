package org.resnet4j.image.jpeg.marker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.resnet4j.image.Orientation;

/** Reads the orientation from Exif (JEITA CP-3451). */
public final class Exif {
  private static final byte[] SIGNATURE = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int TIFF_HEADER = 8;

  private Exif() {}

  /** Whether the content of an APP1 segment is Exif. */
  static boolean isIn(byte[] file, int from, int to) {
    return to - from >= SIGNATURE.length + TIFF_HEADER
        && Arrays.equals(file, from, from + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** The orientation that it states. */
  static Orientation orientation(byte[] file, int from, int to) {
    Orientation stated = Orientation.ofTiff(file, from + SIGNATURE.length, to);
    return stated == null ? Orientation.UPRIGHT : stated;
  }
}
