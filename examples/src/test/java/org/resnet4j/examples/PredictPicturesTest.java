package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;

class PredictPicturesTest {
  @Test
  void namesTheClassesOfTheWeights(@TempDir Path folder) throws Exception {
    Image sky = new Image(3, 60, 80);
    for (int i = 0; i < sky.pixels().length; i += 3) {
      sky.pixels()[i] = 90;
      sky.pixels()[i + 1] = (byte) 160;
      sky.pixels()[i + 2] = (byte) 230;
    }
    Path picture = Files.write(folder.resolve("sky.png"), PngWriter.encode(sky));
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    List<String> lines = PredictPictures.predict("resnet20-cifar10", List.of(text, picture));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("text.png: ", "not an image");
    assertThat(lines.get(1)).matches(".*sky\\.png: (airplane|bird|ship) \\([0-9.]+ %\\)");
  }
}
