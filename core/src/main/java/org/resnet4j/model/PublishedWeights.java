package org.resnet4j.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.resnet4j.io.CacheFolder;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.download.Download;
import org.resnet4j.io.download.DownloadException;
import org.resnet4j.io.download.Remote;

/**
 * Weights that someone publishes for a network of the catalog; {@link ModelZoo} lists them by name.
 *
 * @param name the name in the zoo
 * @param model the name in the catalog
 * @param file the file and its address, size limit and checksum
 * @param preprocessing what the file itself does not say
 * @param top1 the published share of the validation images that are classified correctly
 */
public record PublishedWeights(
    String name, String model, Remote file, Preprocessing preprocessing, double top1) {
  /** {@code RESNET4J_WEIGHTS} where set, else {@code ~/.cache/resnet4j/weights}. */
  public static Path directory() {
    return CacheFolder.named("weights");
  }

  /** The facts that their file does not state. */
  Hints hints() {
    return new Hints(model, null, preprocessing.frame(), preprocessing.normalisation());
  }

  /** Their file once they are fetched. */
  public Path path() {
    return directory().resolve(file.file());
  }

  /** Whether they were fetched, judged by the name: only a correct download gets it. */
  public boolean isPresent() {
    return Files.isRegularFile(path());
  }

  /**
   * Fetches them into {@link #directory}, where {@link Model#load} finds them by their name; does
   * nothing if they are already there. Nothing else in this package uses the network.
   *
   * @return their file
   * @throws org.resnet4j.io.download.DownloadException if they cannot be fetched
   */
  public Path fetch() {
    return fetch(directory(), new Download(), (bytes, total) -> {});
  }

  /**
   * Checks that the file is still the one that was fetched.
   *
   * @throws FormatException if it is not, or the note of its checksum is damaged
   */
  void requireUnchanged() throws IOException {
    boolean same;
    try {
      same = file.isAt(path());
    } catch (DownloadException e) {
      throw new FormatException(e.source().orElse(name), e.reason(), e);
    }
    if (!same) {
      throw new FormatException(
          path(),
          "it differs from the published file: it was modified or damaged; fetch it again:"
              + " ModelZoo.standard().fetch(\""
              + name
              + "\")");
    }
  }

  /**
   * Fetches them into a folder, or resumes an earlier attempt; does nothing if they are already
   * there. The SHA-256 of the fetched file is noted beside it, and checked from then on.
   *
   * @param folder {@link #directory}, for {@link Model#load} to find them by name
   * @return their file
   * @throws org.resnet4j.io.download.DownloadException if they cannot be fetched
   */
  public Path fetch(Path folder, Download download, Download.Progress progress) {
    return download.fetch(file, folder, progress);
  }
}
