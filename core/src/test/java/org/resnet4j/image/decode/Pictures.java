package org.resnet4j.image.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The stored pictures, and what Pillow sees in them; made by {@code pictures.py}. */
public final class Pictures {
  private Pictures() {}

  public record Entry(String name, int height, int width, String hash) {
    public byte[] bytes() {
      return Pictures.bytes(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static List<Entry> list() {
    return new String(bytes("list.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" "))
        .map(w -> new Entry(w[0], Integer.parseInt(w[1]), Integer.parseInt(w[2]), w[3]))
        .toList();
  }

  public static byte[] bytes(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream("pictures/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
