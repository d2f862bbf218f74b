package org.resnet4j.image.jpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The pictures of {@code jpeg_corpus.py}, and what Pillow makes of them. */
final class Samples {
  private Samples() {}

  /** A line of a list of hashes. */
  record Expected(String file, int width, int height, int orientation, String hash) {
    @Override
    public String toString() {
      return file;
    }
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
