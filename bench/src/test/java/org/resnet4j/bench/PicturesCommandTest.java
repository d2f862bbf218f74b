package org.resnet4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesCommandTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir Path folder;

  private void paint(String name) throws IOException {
    BufferedImage picture = new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB);
    String kind = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(picture, kind, folder.resolve(name).toFile())).isTrue();
  }

  private String run(int code, String... words) {
    StringWriter out = new StringWriter();
    assertThat(Main.run(words, new PrintWriter(out), new PrintWriter(out))).isEqualTo(code);
    return out.toString();
  }

  @Test
  void comparesWithTheJdkAndSaysWhoIsMissing() throws IOException {
    paint("a.jpg");
    paint("b.jpg");
    Path json = folder.resolve("score.json");
    String table =
        run(
            0,
            List.of("pictures", "--folder", folder, "--python", "no-python", "--turns", 3).stream()
                .map(Object::toString)
                .toArray(String[]::new));
    assertThat(table)
        .contains("2 pictures of 0.2 megapixels", "ResNet4J", "JDK ImageIO")
        .contains("left out: Pillow: no-python");
    run(0, "pictures", "--folder", folder.toString(), "--python", "no", "--json", json.toString());
    JsonNode score = JsonMapper.builder().build().readTree(Files.readString(json));
    assertThat(score.at("/pixels").asLong()).isEqualTo(2 * 300 * 260);
    assertThat(score.at("/rivals/ResNet4J/frameSecondsByTurn")).hasSize(7);
    assertThat(score.at("/rivals/JDK ImageIO/decodeSecondsByTurn")).hasSize(7);
    assertThat(score.at("/rivals/JDK ImageIO/frameSecondsByTurn").isMissingNode()).isTrue();
    assertThat(score.at("/rivals/ResNet4J/augmentSecondsByTurn")).hasSize(7);
    assertThat(score.at("/rivals/ResNet4J/parallelSecondsByTurn")).hasSize(7);
    assertThat(score.at("/rivals/JDK ImageIO/augmentSecondsByTurn").isMissingNode()).isTrue();
  }

  @Test
  void comparesWithPillow() throws IOException {
    paint("a.png");
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not there");
    String table =
        run(0, "pictures", "--folder", folder.toString(), "--turns", "1", "--threads", "2");
    assumeTrue(!table.contains("left out: Pillow"), "there is no Pillow for " + PYTHON);
    assertThat(table).containsPattern("Pillow \\d").contains("left out: the JDK's ImageIO");
    assumeTrue(table.contains("torchvision"), "there is no torchvision for " + PYTHON);
    assertThat(table.lines().dropWhile(line -> !line.startsWith("the same by 2 threads")))
        .anyMatch(line -> line.contains("torchvision"));
  }

  @Test
  void namesAPictureThatCannotBeRead() throws IOException {
    Path broken = Files.write(folder.resolve("a.png"), new byte[50]);
    assertThat(run(1, "pictures", "--folder", folder.toString(), "--python", "no"))
        .contains(broken.toString(), "not an image");
  }
}
