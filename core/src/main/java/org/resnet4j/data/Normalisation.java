package org.resnet4j.data;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.image.Image;

/** The normalisation of input bytes: {@code (byte / 255 - mean) / std}, for each channel. */
public record Normalisation(List<Double> mean, List<Double> std) {
  /** The customary values for ImageNet, as torchvision and fb.resnet.torch have them. */
  public static final Normalisation IMAGENET =
      new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /**
   * Sample size for files that must be decoded: it determines the mean to a fraction of a level.
   */
  private static final int SAMPLE = 2_000;

  /** Checks that both have a value for each channel, and that every byte becomes a finite one. */
  public Normalisation {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty()
        || mean.size() != std.size()
        || !std.stream().allMatch(s -> s.floatValue() > 0 && Float.isFinite(s.floatValue()))
        || !areFinite(table(mean, std))) {
      throw new IllegalArgumentException(
          "expected a finite mean and a positive std for each channel, got mean "
              + mean
              + " and std "
              + std);
    }
  }

  /**
   * The normalisation of a data set, rounded to 4 decimals: every image of a set in memory; of a
   * set of files that must be decoded, at most 2,000, evenly spaced.
   */
  public static Normalisation of(Dataset data) {
    int channels = data.shape().channels();
    long[][] counts = new long[channels][256];
    int images = data.slow() ? Math.min(SAMPLE, data.size()) : data.size();
    Image image = new Image();
    for (int i = 0; i < images; i++) {
      try {
        data.image((int) ((long) i * data.size() / images), image);
      } catch (DataException e) {
        data.badPictures().met(e);
        continue;
      }
      byte[] pixels = image.pixels();
      int end = image.offset() + channels * image.height() * image.width();
      for (int at = image.offset(); at < end; at += channels) {
        for (int c = 0; c < channels; c++) {
          counts[c][pixels[at + c] & 0xFF]++;
        }
      }
    }
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (long[] levels : counts) {
      double m = moment(levels, 0, 1);
      mean.add(rounded(m / 255));
      std.add(Math.max(rounded(Math.sqrt(moment(levels, m, 2)) / 255), 1e-4));
    }
    return new Normalisation(mean, std);
  }

  private static double moment(long[] levels, double about, int power) {
    double sum = 0;
    long total = 0;
    for (int level = 0; level < levels.length; level++) {
      sum += levels[level] * Math.pow(level - about, power);
      total += levels[level];
    }
    return sum / total;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /**
   * The value of every byte for every channel: {@code table[channel * 256 + byte]}. Computed in
   * float throughout, as torchvision's {@code ToTensor} and {@code Normalize} do, for the same
   * bits.
   */
  public float[] table() {
    return table(mean, std);
  }

  /**
   * As above, for pictures whose values were shifted.
   *
   * @param shift by channel, in units of the full range of a value
   */
  float[] table(double[] shift) {
    List<Double> shifted = new ArrayList<>();
    for (int c = 0; c < mean.size(); c++) {
      shifted.add(mean.get(c) - shift[c]);
    }
    return table(shifted, std);
  }

  private static float[] table(List<Double> mean, List<Double> std) {
    float[] table = new float[mean.size() * 256];
    for (int c = 0; c < mean.size(); c++) {
      float m = mean.get(c).floatValue();
      float s = std.get(c).floatValue();
      for (int level = 0; level < 256; level++) {
        table[c * 256 + level] = (level / 255f - m) / s;
      }
    }
    return table;
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
