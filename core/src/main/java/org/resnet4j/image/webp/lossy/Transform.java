package org.resnet4j.image.webp.lossy;

/** From coefficients to differences: RFC 6386, section 14. */
final class Transform {
  private Transform() {}

  /** The Walsh-Hadamard transform of the means, each put first into its block of 16. */
  static void spread(short[] means, short[] blocks) {
    int[] half = new int[16];
    for (int i = 0; i < 4; i++) {
      int a = means[i] + means[12 + i];
      int b = means[4 + i] + means[8 + i];
      int c = means[4 + i] - means[8 + i];
      int d = means[i] - means[12 + i];
      half[i] = a + b;
      half[4 + i] = d + c;
      half[8 + i] = a - b;
      half[12 + i] = d - c;
    }
    for (int i = 0; i < 4; i++) {
      int a = half[4 * i] + 3 + half[4 * i + 3];
      int b = half[4 * i + 1] + half[4 * i + 2];
      int c = half[4 * i + 1] - half[4 * i + 2];
      int d = half[4 * i] + 3 - half[4 * i + 3];
      int to = 64 * i;
      blocks[to] = (short) ((a + b) >> 3);
      blocks[to + 16] = (short) ((d + c) >> 3);
      blocks[to + 32] = (short) ((a - b) >> 3);
      blocks[to + 48] = (short) ((d - c) >> 3);
    }
  }

  /** Adds the inverse cosine transform of 16 coefficients to a block of 4 x 4 samples. */
  static void add(short[] coefficients, int from, Plane plane, int at) {
    int[] half = new int[16];
    for (int i = 0; i < 4; i++) {
      int first = coefficients[from + i];
      int second = coefficients[from + 4 + i];
      int third = coefficients[from + 8 + i];
      int fourth = coefficients[from + 12 + i];
      int a = first + third;
      int b = first - third;
      int c = sine(second) - cosine(fourth);
      int d = cosine(second) + sine(fourth);
      half[4 * i] = a + d;
      half[4 * i + 1] = b + c;
      half[4 * i + 2] = b - c;
      half[4 * i + 3] = a - d;
    }
    for (int y = 0; y < 4; y++) {
      int a = half[y] + 4 + half[8 + y];
      int b = half[y] + 4 - half[8 + y];
      int c = sine(half[4 + y]) - cosine(half[12 + y]);
      int d = cosine(half[4 + y]) + sine(half[12 + y]);
      int row = at + y * plane.stride;
      add(plane, row, a + d);
      add(plane, row + 1, b + c);
      add(plane, row + 2, b - c);
      add(plane, row + 3, a - d);
    }
  }

  private static void add(Plane plane, int at, int eighths) {
    plane.samples[at] = Plane.clipped((plane.samples[at] & 0xFF) + (eighths >> 3));
  }

  /** Times sqrt(2) cos(pi / 8), in 16 fractional bits. */
  private static int cosine(int value) {
    return value + ((value * 20_091) >> 16);
  }

  /** Times sqrt(2) sin(pi / 8). */
  private static int sine(int value) {
    return (value * 35_468) >> 16;
  }
}
