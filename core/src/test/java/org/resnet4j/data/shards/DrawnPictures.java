package org.resnet4j.data.shards;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A folder of small pictures, no two alike. */
public final class DrawnPictures {
  private DrawnPictures() {}

  /** Three classes with so many pictures each in train/ and a fifth of that in val/. */
  public static Path in(Path folder, int each) throws IOException {
    for (String part : List.of("train", "val")) {
      int colour = part.equals("train") ? 0x102030 : 0x605040;
      for (String name : List.of("cat", "dog", "owl")) {
        Path home = Files.createDirectories(folder.resolve(part).resolve(name));
        for (int i = 0; i < (part.equals("train") ? each : each / 5); i++) {
          colour += 0x10305;
          draw(home.resolve(i + ".png"), 40, 30 + i % 3, colour);
        }
      }
    }
    return folder;
  }

  /** A gradient that begins with a colour. */
  public static void draw(Path file, int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < width * height; at++) {
      image.setRGB(at % width, at / width, (colour + at * 0x10203) & 0xFFFFFF);
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
