package org.resnet4j.data.named;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.MemoryDataset;
import org.resnet4j.data.SizedInput;
import org.resnet4j.data.Split;
import org.resnet4j.io.download.Remote;
import org.resnet4j.layer.Shape;

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky 2009) in their official binary version: records of one or two
 * label bytes and 3,072 bytes of red, green and blue planes. Read from the archive, its folder, or
 * the files alone.
 *
 * @param name the name of the data set
 * @param archive the official archive
 * @param md5 its checksum, from the data set's page
 * @param folder the folder in the archive
 * @param labelBytes 1, or 2 where a coarse label comes before the fine one
 * @param train the training files, in order
 * @param test the test file
 * @param perFile the number of records of a training file
 * @param testImages the number of records of the test file
 */
public record Cifar(
    String name,
    String archive,
    String md5,
    String folder,
    List<String> classes,
    int labelBytes,
    List<String> train,
    String test,
    int perFile,
    int testImages) {
  static final Cifar CIFAR10 =
      new Cifar(
          "cifar10",
          "cifar-10-binary.tar.gz",
          "c32a1d4ab5d03f1284b67883e8d87530",
          "cifar-10-batches-bin",
          words("airplane automobile bird cat deer dog frog horse ship truck"),
          1,
          words(
              "data_batch_1.bin data_batch_2.bin data_batch_3.bin data_batch_4.bin"
                  + " data_batch_5.bin"),
          "test_batch.bin",
          10_000,
          10_000);

  static final Cifar CIFAR100 =
      new Cifar(
          "cifar100",
          "cifar-100-binary.tar.gz",
          "03b5dce01913d631647c71ecec9e9cb8",
          "cifar-100-binary",
          words(
              "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge"
                  + " bus butterfly camel can castle caterpillar cattle chair chimpanzee clock"
                  + " cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish"
                  + " forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion"
                  + " lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree"
                  + " orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy"
                  + " porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew"
                  + " skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper"
                  + " table tank telephone television tiger tractor train trout tulip turtle"
                  + " wardrobe whale willow_tree wolf woman worm"),
          2,
          List.of("train.bin"),
          "test.bin",
          50_000,
          10_000);

  static final Shape SHAPE = new Shape(3, 32, 32);
  private static final int PLANE = 32 * 32;

  /** The range of CIFAR-100's coarse labels: 20 superclasses. */
  private static final int COARSE_CLASSES = 20;

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /** The archive at its official home. */
  List<Remote> remote() {
    URI uri = URI.create("https://www.cs.toronto.edu/~kriz/" + archive);
    return List.of(new Remote(uri, archive, "md5:" + md5, 256L << 20));
  }

  private Stream<String> files() {
    return Stream.concat(train.stream(), Stream.of(test));
  }

  /** The folder of the archive, or of the first file if all are there. */
  Optional<Path> place(DataDirectory directory) {
    List<Path> found = files().flatMap(file -> directory.find(file, folder).stream()).toList();
    Optional<Path> unpacked =
        found.size() == files().count() ? Optional.of(found.get(0)) : Optional.empty();
    return directory.find(archive).or(() -> unpacked).map(file -> file.resolveSibling(""));
  }

  /** Reads both parts from the archive or the unpacked files. */
  public Split read(DataDirectory directory) {
    Part trainPart = new Part("train", train, perFile);
    Part testPart = new Part("test", List.of(test), testImages);
    fill(directory, List.of(trainPart, testPart));
    return new Split(trainPart.dataset(), testPart.dataset());
  }

  /** Reads the test part alone. */
  Dataset readTest(DataDirectory directory) {
    Part part = new Part("test", List.of(test), testImages);
    fill(directory, List.of(part));
    return part.dataset();
  }

  private void fill(DataDirectory directory, List<Part> parts) {
    Optional<Path> packed = directory.find(archive);
    if (packed.isPresent() && files().noneMatch(file -> directory.find(file, folder).isPresent())) {
      readArchive(packed.get(), parts);
      return;
    }
    for (Part part : parts) {
      for (String file : part.files) {
        NamedInput input = input(directory, file);
        byte[] records = SizedInput.read(input.name(), part.fileBytes(), input.opener());
        part.decode(file, input.name(), records);
      }
    }
  }

  private NamedInput input(DataDirectory directory, String file) {
    Path path = directory.find(file, folder).orElseThrow(() -> directory.missing(file, folder));
    return new NamedInput(path.toString(), () -> Files.newInputStream(path));
  }

  private static void readArchive(Path path, List<Part> parts) {
    Map<String, Integer> wanted = new HashMap<>();
    parts.forEach(part -> part.files.forEach(file -> wanted.put(file, part.fileBytes())));
    TarGz.read(
        path,
        wanted,
        (file, bytes) ->
            parts.stream()
                .filter(part -> part.files.contains(file))
                .forEach(part -> part.decode(file, path + " (" + file + ")", bytes)));
  }

  private int recordBytes() {
    return labelBytes + 3 * PLANE;
  }

  /** The images and labels of a part while its files are read into them. */
  private final class Part {
    private final String part;
    private final List<String> files;
    private final int perFile;
    private final byte[] pixels;
    private final byte[] labels;

    Part(String part, List<String> files, int perFile) {
      this.part = part;
      this.files = files;
      this.perFile = perFile;
      pixels = new byte[files.size() * perFile * 3 * PLANE];
      labels = new byte[files.size() * perFile];
    }

    int fileBytes() {
      return perFile * recordBytes();
    }

    /**
     * Parses the records of a file, and interleaves their planes.
     *
     * @param path the file's name in errors
     */
    void decode(String file, String path, byte[] records) {
      int first = files.indexOf(file) * perFile;
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
      MemoryDataset.checked(coarse, COARSE_CLASSES, path);
      MemoryDataset.checked(fine, classes.size(), path);
      System.arraycopy(fine, 0, labels, first, images);
    }

    Dataset dataset() {
      return new MemoryDataset(name + "/" + part, classes, SHAPE, pixels, labels);
    }
  }
}
