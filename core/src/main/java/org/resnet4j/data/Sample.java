package org.resnet4j.data;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * An image as a network sees it in training, for people to look at.
 *
 * @param index in the data set
 * @param image without its normalisation, rounded to 8 bits and clipped
 * @param label its class
 * @param partner the class of the image mixed in; the same where none was
 * @param share of its own class in its label
 * @param done what was done to it, in words and numbers, before images were mixed
 */
public record Sample(
    int index, Image image, int label, int partner, double share, List<String> done) {
  /** Keeps a copy. */
  public Sample {
    done = List.copyOf(done);
  }

  /**
   * The first images of an epoch: those that training with the same seed sees, to the last bit.
   *
   * @param batchSize the images that are computed at once
   * @param count at most the size of a batch
   */
  public static List<Sample> of(
      Dataset data,
      Augmentation augmentation,
      Normalisation normalisation,
      int batchSize,
      long seed,
      int epoch,
      int count) {
    List<Sample> samples = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Painter painter = new Painter(data.shape(), augmentation, normalisation, seed, epoch, notes);
    try (Loader loader =
        Loader.training(data, augmentation, normalisation, batchSize, seed, epoch, 0)) {
      Batch batch = Objects.requireNonNull(loader.next()); // An epoch has at least one.
      int shown = Math.min(count, batch.size());
      for (int i = 0; i < shown; i++) {
        notes.clear();
        painter.paint(data, batch.image(i), i, FloatBuffer.allocate((int) batch.shape().size()), 0);
        samples.add(
            new Sample(
                batch.image(i),
                image(batch, i, normalisation),
                (int) batch.labels().get(i),
                (int) batch.partners().get(i),
                batch.share(),
                notes));
      }
    }
    return samples;
  }

  private static Image image(Batch batch, int place, Normalisation normalisation) {
    Shape shape = batch.shape();
    int channels = shape.channels();
    byte[] pixels = new byte[Math.toIntExact(shape.size())];
    for (int i = 0; i < pixels.length; i++) {
      double value = batch.pixels().get(place * pixels.length + i);
      double mean = normalisation.mean().get(i % channels);
      long level = Math.round(255 * (value * normalisation.std().get(i % channels) + mean));
      pixels[i] = (byte) Math.max(0, Math.min(level, 255));
    }
    return new Image(pixels, channels, shape.height(), shape.width());
  }
}
