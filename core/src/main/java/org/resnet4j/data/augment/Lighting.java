package org.resnet4j.data.augment;

/**
 * Changes the colour of a picture's light: adds random multiples of the principal components of
 * ImageNet's colours. Krizhevsky et al. 2012, section 4.1, with the values of fb.resnet.torch.
 *
 * @param deviation of the multiples; 0.1 is usual
 */
public record Lighting(double deviation) {
  private static final double[] EIGENVALUES = {0.2175, 0.0188, 0.0045};

  /** By channel: red, green, blue. */
  private static final double[][] EIGENVECTORS = {
    {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
  };

  /** Checks the deviation. */
  public Lighting {
    if (!(deviation > 0 && deviation <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("expected a deviation above 0, got " + deviation);
    }
  }

  /** What to add to red, green and blue, in units of the full range of a value. */
  public double[] draw(Draw draw) {
    double[] shift = new double[3];
    for (int component = 0; component < EIGENVALUES.length; component++) {
      double multiple = deviation * draw.gaussian();
      for (int channel = 0; channel < shift.length; channel++) {
        shift[channel] += EIGENVECTORS[channel][component] * EIGENVALUES[component] * multiple;
      }
    }
    return shift;
  }
}
