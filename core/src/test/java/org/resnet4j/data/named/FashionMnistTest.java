package org.resnet4j.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Split;

class FashionMnistTest {
  private static byte[] trainImages;

  @TempDir Path folder;

  private static byte[] idx(int size, int... header) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + size);
    Arrays.stream(header).forEach(bytes::putInt);
    return bytes.array();
  }

  @BeforeAll
  static void packOnce() throws IOException {
    trainImages = packed(idx(60_000 * 784, 0x803, 60_000, 28, 28));
  }

  /** A black data set, complete; each test breaks something. */
  @BeforeEach
  void write() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), trainImages);
    write("train-labels-idx1-ubyte.gz", idx(60_000, 0x801, 60_000));
    write("t10k-images-idx3-ubyte.gz", idx(10_000 * 784, 0x803, 10_000, 28, 28));
    write("t10k-labels-idx1-ubyte.gz", idx(10_000, 0x801, 10_000));
  }

  private void write(String file, byte[] bytes) throws IOException {
    Files.write(folder.resolve(file), packed(bytes));
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> DataSets.standard().open("fashion-mnist", folder))
        .isInstanceOf(DataException.class)
        .message()
        .doesNotContain("\n")
        .contains(parts);
  }

  @Test
  void readsPackedAndPlainFiles() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(10_000, 0x801, 10_000));
    assertThat(DataSets.standard().isPresent("fashion-mnist", folder)).isTrue();
    Split split = DataSets.standard().open("fashion-mnist", folder);
    assertThat(split.train().size()).isEqualTo(60_000);
    assertThat(split.test().size()).isEqualTo(10_000);
  }

  @Test
  void readsTheRealOne() {
    assumeTrue(
        Files.isDirectory(FashionMnistMiniTest.ORIGINAL),
        "Debian's dataset-fashion-mnist is not installed");
    Split split = DataSets.standard().open("fashion-mnist", FashionMnistMiniTest.ORIGINAL);
    // The values in common use for normalising Fashion-MNIST.
    assertThat(Normalisation.of(split.train()).mean()).containsExactly(0.2860);
    assertThat(Normalisation.of(split.train()).std()).containsExactly(0.3530);
  }

  @Test
  void refusesATooShortFile() throws IOException {
    write("train-labels-idx1-ubyte.gz", idx(59_999, 0x801, 60_000));
    refused("train-labels-idx1-ubyte.gz", "expected 60,008 bytes", "got 60,007");
  }

  @Test
  void refusesATooLongFile() throws IOException {
    write("train-labels-idx1-ubyte.gz", idx(60_001, 0x801, 60_000));
    refused("train-labels-idx1-ubyte.gz", "expected 60,008 bytes", "got more");
  }

  @Test
  void refusesCutGzip() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    refused("train-images-idx3-ubyte.gz", "truncated");
  }

  @Test
  void refusesWhatIsNotGzip() throws IOException {
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), new byte[1000]);
    refused("t10k-images-idx3-ubyte.gz", "expected gzip data");
  }

  @Test
  void refusesAnotherHeader() throws IOException {
    write("t10k-images-idx3-ubyte.gz", idx(10_000 * 784, 0x803, 28, 10_000, 28));
    refused("t10k-images-idx3-ubyte.gz", "[10000, 28, 28]", "[28, 10000, 28]");
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    byte[] labels = idx(10_000, 0x801, 10_000);
    labels[8 + 77] = 10;
    write("t10k-labels-idx1-ubyte.gz", labels);
    refused("t10k-labels-idx1-ubyte.gz", "labels of 0 to 9, got 10 for image 77");
  }

  @Test
  void saysHowToGetWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertThat(DataSets.standard().isPresent("fashion-mnist", folder)).isFalse();
    refused("has no t10k-labels-idx1-ubyte.gz", "fashion-mnist needs its files");
  }
}
