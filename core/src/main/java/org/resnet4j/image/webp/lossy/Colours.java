package org.resnet4j.image.webp.lossy;

/**
 * From brightness and colour, which has a quarter of the samples, to RGB: each colour from the four
 * samples around it in the ratio 9 : 3 : 3 : 1, and with the integers of libwebp, ITU-R BT.601.
 */
final class Colours {
  private Colours() {}

  /**
   * A row of the visible part of a frame.
   *
   * @param planes with this row, and the rows of colour beside its own
   * @param first the frame's row that the planes begin with, an even one
   * @param height of the frame
   * @param rgb receives the row
   */
  static void row(Plane[] planes, int first, int y, int height, byte[] rgb) {
    int chromaRows = (height + 1) / 2;
    int own = y / 2 - first / 2;
    int beside = Math.min(Math.max(y / 2 + (y % 2 == 0 ? -1 : 1), 0), chromaRows - 1);
    int other = beside - first / 2;
    int width = rgb.length / 3;
    for (int x = 0; x < width; x++) {
      int u = chroma(planes[1], own, other, x, width);
      int v = chroma(planes[2], own, other, x, width);
      int luma = times(planes[0].samples[planes[0].at(x, y - first)] & 0xFF, 19_077);
      rgb[3 * x] = level(luma + times(v, 26_149) - 14_234);
      rgb[3 * x + 1] = level(luma - times(u, 6_419) - times(v, 13_320) + 8_708);
      rgb[3 * x + 2] = level(luma + times(u, 33_050) - 17_685);
    }
  }

  private static int chroma(Plane plane, int own, int other, int x, int width) {
    int near = x / 2;
    int far = Math.min(Math.max(near + (x % 2 == 0 ? -1 : 1), 0), (width + 1) / 2 - 1);
    int a = plane.samples[plane.at(near, own)] & 0xFF;
    int c = plane.samples[plane.at(near, other)] & 0xFF;
    if (near == far) {
      return (3 * a + c + 2) >> 2;
    }
    int b = plane.samples[plane.at(far, own)] & 0xFF;
    int d = plane.samples[plane.at(far, other)] & 0xFF;
    return (((a + b + c + d + 8 + 2 * (b + c)) >> 3) + a) >> 1;
  }

  /** A share in 16,384ths, of which 64ths are left. */
  private static int times(int value, int share) {
    return (value * share) >> 8;
  }

  private static byte level(int in64ths) {
    return Plane.clipped(in64ths >> 6);
  }
}
