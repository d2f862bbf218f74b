package org.resnet4j.bench.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.decode.Decoder;

/** ResNet4J's decoders, and its framing for ImageNet. */
final class OwnPictures implements PictureRival {
  private static final ResizeCrop FRAME = ResizeCrop.IMAGENET;

  private final List<Path> files;
  private final float[] table = Normalisation.IMAGENET.table();
  private final float[] input = new float[3 * FRAME.height() * FRAME.width()];
  private long pixels;

  OwnPictures(List<Path> files) {
    this.files = files;
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
    long decoding = 0;
    long framing = 0;
    pixels = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      try {
        long start = System.nanoTime();
        Image image = Decoder.decode(bytes, Limits.DEFAULT);
        long middle = System.nanoTime();
        normalise(FRAME.apply(image));
        decoding += middle - start;
        framing += System.nanoTime() - middle;
        pixels += (long) image.height() * image.width();
      } catch (ImageException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return new Times(decoding / 1e9, framing / 1e9);
  }

  private void normalise(Image image) {
    byte[] from = image.pixels();
    for (int i = 0; i < input.length; i += 3) {
      input[i] = table[from[i] & 0xFF];
      input[i + 1] = table[256 + (from[i + 1] & 0xFF)];
      input[i + 2] = table[512 + (from[i + 2] & 0xFF)];
    }
  }
}
