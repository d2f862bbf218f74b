package org.resnet4j.data.augment;

/**
 * Mixes each image of a batch with the one before it, and their labels in the same proportion:
 * Mixup adds the two (Zhang et al. 2018), CutMix pastes a box of one into the other (Yun et al.
 * 2019). With both, each batch gets one of them by even chance, as timm and torchvision do.
 *
 * @param mixup alpha of the Beta distribution of the images' shares; 0 for no Mixup
 * @param cutMix alpha of the Beta distribution of the uncovered area; 0 for no CutMix
 */
public record Mixing(double mixup, double cutMix) {
  /** Checks that there is something to mix by. */
  public Mixing {
    if (!(mixup >= 0 && cutMix >= 0 && mixup + cutMix > 0 && mixup + cutMix <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "expected two numbers of at least 0, one of them above, got " + mixup + " and " + cutMix);
    }
  }

  /**
   * How one batch is mixed.
   *
   * @param share of each image itself in its label; the rest is its partner's
   * @param top the first row of the box that comes from the partner
   * @param left its first column
   * @param height its rows; 0 where images are added
   * @param width its columns
   */
  public record Drawn(double share, int top, int left, int height, int width) {
    /** Whether a box is pasted. */
    public boolean pastes() {
      return height > 0 && width > 0;
    }
  }

  /** How to mix a batch of images of that size. */
  public Drawn draw(Draw draw, int height, int width) {
    boolean cuts = cutMix > 0 && (mixup == 0 || draw.chance(0.5));
    double share = beta(draw, cuts ? cutMix : mixup);
    return cuts ? box(draw, share, height, width) : new Drawn(share, 0, 0, 0, 0);
  }

  /** A box around a random pixel, clipped at the border; its true area counts. */
  private static Drawn box(Draw draw, double share, int height, int width) {
    double half = 0.5 * Math.sqrt(1 - share);
    int row = draw.below(height);
    int column = draw.below(width);
    int down = (int) (half * height);
    int across = (int) (half * width);
    int top = Math.max(row - down, 0);
    int left = Math.max(column - across, 0);
    int boxHeight = Math.min(row + down, height) - top;
    int boxWidth = Math.min(column + across, width) - left;
    double uncovered = 1 - (double) boxHeight * boxWidth / ((double) height * width);
    return boxHeight > 0 && boxWidth > 0
        ? new Drawn(uncovered, top, left, boxHeight, boxWidth)
        : new Drawn(1, 0, 0, 0, 0);
  }

  /** A number of the distribution Beta(alpha, alpha). */
  private static double beta(Draw draw, double alpha) {
    double first = gamma(draw, alpha);
    double second = gamma(draw, alpha);
    return first + second > 0 ? first / (first + second) : draw.below(2);
  }

  /** A number of the distribution Gamma(alpha, 1): Marsaglia and Tsang 2000. */
  private static double gamma(Draw draw, double alpha) {
    if (alpha < 1) {
      return gamma(draw, alpha + 1) * Math.pow(1 - draw.uniform(), 1 / alpha);
    }
    double d = alpha - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = draw.gaussian();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        if (Math.log(1 - draw.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
          return d * v;
        }
      }
    }
  }
}
