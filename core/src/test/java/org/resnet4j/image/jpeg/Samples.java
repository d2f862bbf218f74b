package org.resnet4j.image.jpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/** The pictures of {@code jpeg_corpus.py}, and what Pillow makes of them. */
public final class Samples {
  private Samples() {}

  /** A line of a list of hashes. */
  record Expected(String file, int width, int height, int orientation, String hash) {
    @Override
    public String toString() {
      return file;
    }
  }

  /** The picture as RGB as it is stored: Exif's orientation is not applied. */
  public static Image decode(byte[] file, Limits limits) {
    return Decoder.stored(JpegDecoder.open(file), file.length, limits);
  }

  static byte[] read(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Expected> list(String name) {
    return new String(read(name), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" "))
        .map(
            part ->
                new Expected(
                    part[0],
                    Integer.parseInt(part[1]),
                    Integer.parseInt(part[2]),
                    Integer.parseInt(part[3]),
                    part[4]));
  }
}
