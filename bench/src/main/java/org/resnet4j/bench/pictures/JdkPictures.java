package org.resnet4j.bench.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The JDK's decoders; it has no antialiased resizing. */
final class JdkPictures implements PictureRival {
  private final List<Path> files;

  JdkPictures(List<Path> files) {
    this.files = files;
    ImageIO.setUseCache(false);
  }

  @Override
  public String label() {
    return "JDK ImageIO";
  }

  @Override
  public Times run() throws IOException {
    long decoding = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      long start = System.nanoTime();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      decoding += System.nanoTime() - start;
      if (image == null) {
        throw new IOException(file + ": the JDK cannot decode it");
      }
    }
    return new Times(decoding / 1e9, Double.NaN);
  }
}
