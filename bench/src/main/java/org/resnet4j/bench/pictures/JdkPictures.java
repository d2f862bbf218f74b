package org.resnet4j.bench.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** The JDK's decoders; it has no antialiased resizing. */
final class JdkPictures implements PictureRival {
  private final List<Crop> crops;

  JdkPictures(List<Crop> crops) {
    this.crops = crops;
    ImageIO.setUseCache(false);
  }

  @Override
  public String label() {
    return "JDK ImageIO";
  }

  @Override
  public Times run() throws IOException {
    long decoding = 0;
    for (Crop crop : crops) {
      long start = System.nanoTime();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(crop.bytes()));
      decoding += System.nanoTime() - start;
      if (image == null) {
        throw new IOException(crop.file() + ": the JDK cannot decode it");
      }
    }
    return new Times(decoding / 1e9, Double.NaN, Double.NaN, Double.NaN);
  }
}
