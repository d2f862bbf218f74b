package org.resnet4j.infer;

import org.resnet4j.image.Image;

/**
 * The regions of a network's input that support a class.
 *
 * @param values from 0 to 1, {@code [height, width]}, coarser than the input
 */
public record Evidence(float[] values, int height, int width) {
  /** The opacity of the strongest evidence. */
  private static final double OPACITY = 0.65;

  /** From weak to strong evidence: blue, purple, red, orange, yellow. */
  private static final int[][] COLOURS = {
    {13, 8, 135}, {126, 3, 168}, {204, 71, 120}, {248, 149, 64}, {240, 249, 33}
  };

  /** The evidence at a position of the input, interpolated bilinearly; {@code x, y} from 0 to 1. */
  public double at(double y, double x) {
    double row = Math.min(Math.max(y * height - 0.5, 0), height - 1.0);
    double column = Math.min(Math.max(x * width - 0.5, 0), width - 1.0);
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(top + 1, height - 1);
    int right = Math.min(left + 1, width - 1);
    double down = row - top;
    double along = column - left;
    return (1 - down) * between(top, left, right, along)
        + down * between(bottom, left, right, along);
  }

  private double between(int row, int left, int right, double share) {
    return (1 - share) * values[row * width + left] + share * values[row * width + right];
  }

  /**
   * An RGB picture with the evidence as an overlay; stronger evidence is more opaque.
   *
   * @param picture what the network saw, at any resolution, RGB
   */
  public Image over(Image picture) {
    Image result = new Image(3, picture.height(), picture.width());
    int out = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double heat = at((y + 0.5) / picture.height(), (x + 0.5) / picture.width());
        double opacity = OPACITY * Math.sqrt(heat);
        for (int c = 0; c < 3; c++) {
          double value = (1 - opacity) * picture.value(y, x, c) + opacity * colour(heat, c);
          result.pixels()[out++] = (byte) Math.round(value);
        }
      }
    }
    return result;
  }

  private static double colour(double heat, int channel) {
    double place = heat * (COLOURS.length - 1);
    int below = Math.min((int) place, COLOURS.length - 2);
    double share = place - below;
    return (1 - share) * COLOURS[below][channel] + share * COLOURS[below + 1][channel];
  }
}
