package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistMiniTest extends DatasetContract {
  /** Where Debian's package dataset-fashion-mnist puts the original. */
  static final Path ORIGINAL = Path.of("/usr/share/datasets/fashion-mnist");

  @Override
  Dataset dataset() {
    return FashionMnist.mini().test();
  }

  private static int[] classSizes(Dataset data) {
    int[] sizes = new int[10];
    for (int i = 0; i < data.size(); i++) {
      sizes[data.label(i)]++;
    }
    return sizes;
  }

  @Test
  void isBalanced() {
    Split split = DataSets.open("fashion-mnist-mini", null);
    assertThat(classSizes(split.train())).containsOnly(1_200);
    assertThat(classSizes(split.test())).containsOnly(200);
    assertThat(split.train().shape()).hasToString("1x28x28");
  }

  @Test
  void isWhatItsMakerMakes(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isDirectory(ORIGINAL), "Debian's dataset-fashion-mnist is not installed");
    MiniFashionMaker.main(new String[] {ORIGINAL.toString(), folder.toString()});
    for (String file :
        new String[] {"train-images-idx3", "train-labels-idx1", "t10k-images-idx3"}) {
      String name = file + "-ubyte.gz";
      try (var made = new GZIPInputStream(Files.newInputStream(folder.resolve(name)));
          var embedded =
              new GZIPInputStream(
                  FashionMnist.class.getResourceAsStream("fashion-mnist-mini/" + name))) {
        assertThat(made.readAllBytes()).as(name).isEqualTo(embedded.readAllBytes());
      }
    }
  }
}
