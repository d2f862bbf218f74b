package org.resnet4j.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.DatasetContract;
import org.resnet4j.data.Split;
import org.resnet4j.io.DemoFiles;

class FashionMnistMiniTest extends DatasetContract {
  /** Where Debian's package dataset-fashion-mnist puts the original. */
  static final Path ORIGINAL = Path.of("/usr/share/datasets/fashion-mnist");

  @Override
  public Dataset dataset() {
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
    Split split = DataSets.standard().open("fashion-mnist-mini", null);
    assertThat(classSizes(split.train())).containsOnly(1_200);
    assertThat(classSizes(split.test())).containsOnly(200);
    assertThat(split.train().shape()).hasToString("1x28x28");
  }

  @Test
  void isWhatItsMakerMakes() throws IOException {
    assumeTrue(Files.isDirectory(ORIGINAL), "Debian's dataset-fashion-mnist is not installed");
    check("train", 1_200);
    check("t10k", 200);
  }

  private static void check(String part, int perClass) throws IOException {
    MiniFashionMaker.Part made = MiniFashionMaker.shrink(ORIGINAL, part, perClass);
    assertThat(embedded(part + "-images-idx3-ubyte.gz")).isEqualTo(made.images());
    assertThat(embedded(part + "-labels-idx1-ubyte.gz")).isEqualTo(made.labels());
  }

  private static byte[] embedded(String name) throws IOException {
    String path = "fashion-mnist-mini/" + name;
    try (InputStream in = new GZIPInputStream(DemoFiles.open(path))) {
      return in.readAllBytes();
    }
  }
}
