package org.resnet4j.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.Shared;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Resize;
import org.resnet4j.image.decode.Decoder;

/** Photographs as they are found, where they are present. */
class RealPicturesTest {
  @Test
  void photographsAreDecodedAndBroughtToOneSize() throws Exception {
    Path folder = Shared.folder("imagenet-samples").orElse(null);
    assumeTrue(folder != null, "shared/data/imagenet-samples is not there");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".JPEG")).sorted().toList();
    }
    assertThat(files).hasSize(100);
    for (Path file : files) {
      assertThat(Resize.shortSide(Decoder.decode(file, Limits.DEFAULT), 256, Filter.BILINEAR))
          .as(file.toString())
          .satisfies(image -> assertThat(Math.min(image.height(), image.width())).isEqualTo(256));
    }
  }
}
