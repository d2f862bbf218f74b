package org.resnet4j.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.resnet4j.data.named.Cifar;
import org.resnet4j.data.named.DataDirectory;
import org.resnet4j.data.named.FashionMnist;
import org.resnet4j.data.named.NamedInput;

/** What fuzzing reaches of this package. */
public final class UntrustedData {
  private static final String ARCHIVE = "cifar.tar.gz";

  /** With one image a part, of two classes. */
  private static final Cifar SMALL =
      new Cifar(
          "cifar",
          ARCHIVE,
          "",
          "cifar",
          List.of("cat", "dog"),
          1,
          List.of("train.bin"),
          "test.bin",
          1,
          1);

  private static final int IMAGES = 0x0803;

  private UntrustedData() {}

  /** Reads an idx file, which expected it to hold one image of 2 x 2 pixels. */
  public static void idx(byte[] file) {
    FashionMnist.body(new NamedInput("idx", () -> new ByteArrayInputStream(file)), IMAGES, 1, 2, 2);
  }

  /** Packs a tar archive and reads it, which expected it to hold CIFAR with one image a part. */
  public static void cifarTar(byte[] tar) throws IOException {
    try (OutputStream out = new Stored(Files.newOutputStream(Place.FOLDER.resolve(ARCHIVE)))) {
      out.write(tar);
    }
    cifar(Place.FOLDER);
  }

  /**
   * Reads {@code cifar.tar.gz} in a folder, which expected it to hold CIFAR with one image a part.
   */
  public static void cifar(Path folder) {
    SMALL.read(new DataDirectory(folder, "cifar"));
  }

  /** A folder of this process, which is made when it is needed. */
  private static final class Place {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("resnet4j-fuzz");
        folder.toFile().deleteOnExit();
        folder.resolve(ARCHIVE).toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Gzip without compression: quick. */
  private static final class Stored extends GZIPOutputStream {
    Stored(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.NO_COMPRESSION);
    }
  }
}
