package org.resnet4j.data.named;

import java.io.FileNotFoundException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.MemoryDataset;
import org.resnet4j.data.SizedInput;
import org.resnet4j.data.Split;
import org.resnet4j.io.DemoFiles;
import org.resnet4j.io.download.Remote;
import org.resnet4j.layer.Shape;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): grey pictures of clothes, 28 x 28, ten classes, in
 * MNIST's idx format. A fifth of it ships as {@linkplain DemoFiles sample data}.
 */
public final class FashionMnist {
  /** The class names of the data set's README, in label order. */
  static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** The four files at the location in the data set's README, with its MD5 checksums. */
  static final List<Remote> FILES =
      List.of(
          remote("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
          remote("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
          remote("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
          remote("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"));

  static final Shape SHAPE = new Shape(1, 28, 28);

  /** Two zero bytes, type 8 (unsigned byte), and the number of dimensions. */
  private static final int IMAGES_MAGIC = 0x0803;

  private static final int LABELS_MAGIC = 0x0801;

  private FashionMnist() {}

  private static Remote remote(String file, String md5) {
    URI uri = URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + file);
    return new Remote(uri, file, "md5:" + md5, 64L << 20);
  }

  /** The sample: the first 1,200 training and 200 test images of every class. */
  static Split mini() {
    return new Split(mini("train", 12_000), miniTest());
  }

  /** The test images of the sample. */
  static Dataset miniTest() {
    return mini("t10k", 2_000);
  }

  private static Dataset mini(String part, int count) {
    return read("fashion-mnist-mini", part, count, FashionMnist::demo);
  }

  /** The whole set from its four files, compressed or not. */
  static Split full(DataDirectory directory) {
    return new Split(full(directory, "train", 60_000), fullTest(directory));
  }

  /** The test part of the whole set. */
  static Dataset fullTest(DataDirectory directory) {
    return full(directory, "t10k", 10_000);
  }

  /** The folder of the first file, if all exist. */
  static Optional<Path> place(DataDirectory directory) {
    List<Path> found =
        FILES.stream()
            .map(Remote::file)
            .flatMap(
                file ->
                    directory.find(file).or(() -> directory.find(file.replace(".gz", ""))).stream())
            .toList();
    return found.size() == FILES.size()
        ? Optional.of(found.get(0).resolveSibling(""))
        : Optional.empty();
  }

  private static Dataset full(DataDirectory directory, String part, int count) {
    return read("fashion-mnist", part, count, directory::gzOrPlain);
  }

  /** Opens a file by its base name without {@code .gz}. */
  @FunctionalInterface
  private interface Place {
    NamedInput find(String file);
  }

  private static Dataset read(String set, String part, int count, Place place) {
    NamedInput images = place.find(part + "-images-idx3-ubyte");
    byte[] pixels = body(images, IMAGES_MAGIC, count, SHAPE.height(), SHAPE.width());
    NamedInput labels = place.find(part + "-labels-idx1-ubyte");
    byte[] classes =
        MemoryDataset.checked(body(labels, LABELS_MAGIC, count), CLASSES.size(), labels.name());
    return new MemoryDataset(
        set + (part.equals("train") ? "/train" : "/test"), CLASSES, SHAPE, pixels, classes);
  }

  private static NamedInput demo(String file) {
    String name = "fashion-mnist-mini/" + file + ".gz";
    return new NamedInput(
        name,
        () -> {
          try {
            return DemoFiles.open(name);
          } catch (FileNotFoundException e) {
            throw new DataException("fashion-mnist-mini: " + e.getMessage(), e);
          }
        });
  }

  /**
   * The values of an idx file after its header, which must state exactly the expected dimensions.
   */
  public static byte[] body(NamedInput file, int magic, int... expected) {
    int header = 4 + 4 * expected.length;
    int values = Arrays.stream(expected).reduce(1, Math::multiplyExact);
    byte[] bytes = SizedInput.read(file.name(), header + values, file.opener());
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int[] found = new int[expected.length];
    int foundMagic = in.getInt();
    for (int i = 0; i < found.length; i++) {
      found[i] = in.getInt();
    }
    if (foundMagic != magic || !Arrays.equals(found, expected)) {
      throw new DataException(
          file.name(),
          "expected idx data of kind "
              + Integer.toHexString(magic)
              + " and dimensions "
              + Arrays.toString(expected)
              + ", got "
              + Integer.toHexString(foundMagic)
              + " and "
              + Arrays.toString(found)
              + ": it is a different file; fetch it again");
    }
    return Arrays.copyOfRange(bytes, header, bytes.length);
  }
}
