package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.infer.Prediction;

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
    Prediction prediction = PredictPictures.predict("resnet20-cifar10", picture);
    assertThat(prediction.top()).hasSize(5);
    assertThat(prediction.label()).isIn("airplane", "bird", "ship");
  }
}
