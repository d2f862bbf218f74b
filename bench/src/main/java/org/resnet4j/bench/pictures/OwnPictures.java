package org.resnet4j.bench.pictures;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Resize;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.decode.Decoder;

/** ResNet4J's decoders, its framing for ImageNet, and its random resized crops. */
final class OwnPictures implements PictureRival {
  private static final ResizeCrop FRAME = ResizeCrop.IMAGENET;

  private final List<Crop> crops;
  private final int rounds;
  private final ExecutorService workers;
  private final int threads;
  private final float[] table = Normalisation.IMAGENET.table();
  private long pixels;

  /**
   * Starts the threads.
   *
   * @param threads of {@link Times#parallel}
   * @param rounds through all files, of which that is the mean
   */
  OwnPictures(List<Crop> crops, int threads, int rounds) {
    this.crops = crops;
    this.threads = threads;
    this.rounds = rounds;
    workers = Executors.newFixedThreadPool(threads);
  }

  @Override
  public String label() {
    return "ResNet4J";
  }

  /** The pixels of all files, as the last run found them. */
  long pixels() {
    return pixels;
  }

  @Override
  public Times run() throws IOException {
    float[] input = input();
    long decoding = 0;
    long framing = 0;
    pixels = 0;
    for (Crop crop : crops) {
      try {
        long start = System.nanoTime();
        Image image = Decoder.decode(crop.bytes(), Limits.DEFAULT);
        long middle = System.nanoTime();
        normalise(FRAME.apply(image), input);
        decoding += middle - start;
        framing += System.nanoTime() - middle;
        pixels += (long) image.height() * image.width();
      } catch (ImageException e) {
        throw new IOException(crop.file() + ": " + e.getMessage(), e);
      }
    }
    long start = System.nanoTime();
    crops.forEach(crop -> augment(crop, input));
    long augmenting = System.nanoTime() - start;
    return new Times(decoding / 1e9, framing / 1e9, augmenting / 1e9, parallel());
  }

  private static float[] input() {
    return new float[3 * FRAME.height() * FRAME.width()];
  }

  private void augment(Crop crop, float[] input) {
    Image image = Decoder.decode(crop.bytes(), crop.box(), Limits.DEFAULT);
    normalise(crop.flipped() ? Resize.mirrored(image) : image, input);
  }

  /** Seconds for all files on all threads. */
  private double parallel() throws IOException {
    AtomicInteger next = new AtomicInteger();
    int count = crops.size() * rounds;
    Callable<Integer> work =
        () -> {
          float[] input = input();
          int done = 0;
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            augment(crops.get(i % crops.size()), input);
            done++;
          }
          return done;
        };
    long start = System.nanoTime();
    try {
      for (Future<Integer> each :
          workers.invokeAll(IntStream.range(0, threads).mapToObj(i -> work).toList())) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("a thread failed: " + e, e);
    }
    return (System.nanoTime() - start) / 1e9 / rounds;
  }

  private void normalise(Image image, float[] input) {
    byte[] from = image.pixels();
    for (int i = 0; i < input.length; i += 3) {
      input[i] = table[from[i] & 0xFF];
      input[i + 1] = table[256 + (from[i + 1] & 0xFF)];
      input[i + 2] = table[512 + (from[i + 2] & 0xFF)];
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
