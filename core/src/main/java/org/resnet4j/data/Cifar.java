package org.resnet4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.resnet4j.layer.Shape;

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky 2009) in their official binary version: records of one or two
 * label bytes and 3,072 bytes of red, green and blue planes. Read from the archive, from the folder
 * inside it, or from the files.
 *
 * @param name the name of the data set
 * @param archive the official archive
 * @param folder the folder in the archive
 * @param labelBytes 1, or 2 where a coarse label comes before the fine one
 * @param train the training files, in order
 * @param test the test file
 * @param perFile the number of records of a training file
 */
record Cifar(
    String name,
    String archive,
    String folder,
    List<String> classes,
    int labelBytes,
    List<String> train,
    String test,
    int perFile) {
  static final Cifar CIFAR10 =
      new Cifar(
          "cifar10",
          "cifar-10-binary.tar.gz",
          "cifar-10-batches-bin",
          words("airplane automobile bird cat deer dog frog horse ship truck"),
          1,
          words(
              "data_batch_1.bin data_batch_2.bin data_batch_3.bin data_batch_4.bin"
                  + " data_batch_5.bin"),
          "test_batch.bin",
          10_000);

  static final Cifar CIFAR100 =
      new Cifar(
          "cifar100",
          "cifar-100-binary.tar.gz",
          "cifar-100-binary",
          words(
              "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge"
                  + " bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud"
                  + " cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest"
                  + " fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard"
                  + " lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange"
                  + " orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine"
                  + " possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk"
                  + " skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table"
                  + " tank telephone television tiger tractor train trout tulip turtle wardrobe"
                  + " whale willow_tree wolf woman worm"),
          2,
          List.of("train.bin"),
          "test.bin",
          50_000);

  private static final Shape SHAPE = new Shape(3, 32, 32);
  private static final int PLANE = 32 * 32;
  private static final int TEST_IMAGES = 10_000;

  /** What the coarse labels of CIFAR-100 may be; it has 20 superclasses. */
  private static final int COARSE_CLASSES = 20;

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /** Reads both parts from whatever form of the files is there. */
  Split read(DataDirectory directory) {
    List<String> files = new ArrayList<>(train);
    files.add(test);
    Optional<Path> packed = directory.find(archive);
    if (packed.isPresent()
        && files.stream().noneMatch(f -> directory.find(f, folder).isPresent())) {
      return readArchive(packed.get());
    }
    Part trainPart = new Part(train.size() * perFile);
    for (String file : train) {
      trainPart.add(perFile, input(directory, file));
    }
    Part testPart = new Part(TEST_IMAGES);
    testPart.add(TEST_IMAGES, input(directory, test));
    return new Split(trainPart.dataset("train"), testPart.dataset("test"));
  }

  private NamedInput input(DataDirectory directory, String file) {
    Path path = directory.find(file, folder).orElseThrow(() -> directory.missing(file, folder));
    return new NamedInput(path.toString(), () -> Files.newInputStream(path));
  }

  private Split readArchive(Path path) {
    Part trainPart = new Part(train.size() * perFile);
    Part testPart = new Part(TEST_IMAGES);
    Map<String, Integer> wanted = new HashMap<>();
    train.forEach(file -> wanted.put(file, perFile * recordBytes()));
    wanted.put(test, TEST_IMAGES * recordBytes());
    TarGz.read(
        path,
        wanted,
        (file, bytes) -> {
          String label = path + " (" + file + ")";
          if (file.equals(test)) {
            testPart.decode(label, 0, bytes);
          } else {
            trainPart.decode(label, train.indexOf(file) * perFile, bytes);
          }
        });
    return new Split(trainPart.dataset("train"), testPart.dataset("test"));
  }

  private int recordBytes() {
    return labelBytes + 3 * PLANE;
  }

  /** The images and labels of a part while its files are read into them. */
  private final class Part {
    private final byte[] pixels;
    private final byte[] labels;
    private int filled;

    Part(int images) {
      pixels = new byte[images * 3 * PLANE];
      labels = new byte[images];
    }

    void add(int images, NamedInput input) {
      decode(
          input.name(),
          filled,
          SizedInput.read(input.name(), images * recordBytes(), input.opener()));
      filled += images;
    }

    /** Takes records apart, and planes into pixels of three values. */
    void decode(String file, int first, byte[] records) {
      int images = records.length / recordBytes();
      byte[] coarse = new byte[labelBytes == 2 ? images : 0];
      byte[] fine = new byte[images];
      for (int i = 0; i < images; i++) {
        int in = i * recordBytes();
        if (labelBytes == 2) {
          coarse[i] = records[in];
        }
        fine[i] = records[in + labelBytes - 1];
        int red = in + labelBytes;
        int out = (first + i) * 3 * PLANE;
        for (int p = red; p < red + PLANE; p++) {
          pixels[out++] = records[p];
          pixels[out++] = records[p + PLANE];
          pixels[out++] = records[p + 2 * PLANE];
        }
      }
      MemoryDataset.checked(coarse, COARSE_CLASSES, file);
      MemoryDataset.checked(fine, classes.size(), file);
      System.arraycopy(fine, 0, labels, first, images);
    }

    Dataset dataset(String part) {
      return new MemoryDataset(name + "/" + part, classes, SHAPE, pixels, labels);
    }
  }
}
