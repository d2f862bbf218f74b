import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Creates a folder of small pictures in two classes, light and dark. */
final class Pictures {
  public static void main(String[] words) throws IOException {
    Random random = new Random(0);
    for (String name : new String[] {"light", "dark"}) {
      Path folder = Files.createDirectories(Path.of(words[0], name));
      for (int i = 0; i < 40; i++) {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 32 * 32; p++) {
          int grey = random.nextInt(128) + (name.equals("light") ? 128 : 0);
          picture.setRGB(p % 32, p / 32, grey * 0x010101);
        }
        ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
      }
    }
  }
}
