package org.resnet4j.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.CacheFolder;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.download.Download;
import org.resnet4j.io.download.DownloadException;
import org.resnet4j.io.download.Remote;

/**
 * Weights that torchvision's authors publish for ImageNet (ILSVRC 2012), by their official address.
 * Each file name carries the first eight digits of the file's SHA-256, which a download must have;
 * the authors publish no more of them. They tell damage, but a forger can meet them: so the whole
 * SHA-256 of the first file that comes is noted, and holds from then on.
 *
 * @param name by which users ask for them
 * @param model the name in the catalog
 * @param top1 the published share of the 50,000 validation images that are right, one centre crop
 *     (torchvision 0.14, weights' metadata {@code acc@1})
 */
public record PublishedWeights(
    String name, String model, Remote file, Preprocessing preprocessing, double top1) {
  private static final String HOME = "https://download.pytorch.org/models/";

  /** More than the largest of them, VGG-19's 575 MB. */
  private static final long MOST_BYTES = 600L << 20;

  /** The second recipe of torchvision was evaluated at a shorter side of 232. */
  private static final Preprocessing V2 =
      new Preprocessing(new ResizeCrop(232, 224, 224, Filter.BILINEAR), Normalisation.IMAGENET);

  /** torchvision's GoogLeNet, ported from TensorFlow, maps bytes to -1 to 1 in its first layer. */
  private static final Preprocessing PORTED =
      new Preprocessing(
          ResizeCrop.IMAGENET, new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)));

  private static final List<PublishedWeights> ALL =
      List.of(
          v1("resnet18", "resnet18-f37072fd.pth", 0.69758),
          v1("resnet34", "resnet34-b627a593.pth", 0.73314),
          v1("resnet50", "resnet50-0676ba61.pth", 0.76130),
          v2("resnet50", "resnet50-11ad3fa6.pth", 0.80858),
          v1("resnet101", "resnet101-63fe2227.pth", 0.77374),
          v2("resnet101", "resnet101-cd907fc2.pth", 0.81886),
          v1("resnet152", "resnet152-394f9c45.pth", 0.78312),
          v2("resnet152", "resnet152-f82ba261.pth", 0.82284),
          v1("resnext50_32x4d", "resnext50_32x4d-7cdf4587.pth", 0.77618),
          v2("resnext50_32x4d", "resnext50_32x4d-1a0047aa.pth", 0.81198),
          v1("resnext101_32x8d", "resnext101_32x8d-8ba56ff5.pth", 0.79312),
          v2("resnext101_32x8d", "resnext101_32x8d-110c445d.pth", 0.82834),
          v2("resnext101_64x4d", "resnext101_64x4d-173b62eb.pth", 0.83246),
          v1("wide_resnet50_2", "wide_resnet50_2-95faca4d.pth", 0.78468),
          v2("wide_resnet50_2", "wide_resnet50_2-9ba9bcbe.pth", 0.81602),
          v1("wide_resnet101_2", "wide_resnet101_2-32ee1156.pth", 0.78848),
          v2("wide_resnet101_2", "wide_resnet101_2-d733dc28.pth", 0.82510),
          v1("vgg11", "vgg11-8a719046.pth", 0.69020),
          v1("vgg13", "vgg13-19584684.pth", 0.69928),
          v1("vgg16", "vgg16-397923af.pth", 0.71592),
          v1("vgg19", "vgg19-dcbb9e9d.pth", 0.72376),
          v1("vgg11-bn", "vgg11_bn-6002323d.pth", 0.70370),
          v1("vgg13-bn", "vgg13_bn-abd245e5.pth", 0.71586),
          v1("vgg16-bn", "vgg16_bn-6c64b313.pth", 0.73360),
          v1("vgg19-bn", "vgg19_bn-c79401a0.pth", 0.74218),
          of("googlenet", "", "googlenet-1378be20.pth", PORTED, 0.69778));

  private static PublishedWeights v1(String model, String file, double top1) {
    return of(model, "", file, Preprocessing.IMAGENET, top1);
  }

  private static PublishedWeights v2(String model, String file, double top1) {
    return of(model, "-v2", file, V2, top1);
  }

  private static PublishedWeights of(
      String model, String version, String file, Preprocessing preprocessing, double top1) {
    String digits = file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
    Remote remote = new Remote(URI.create(HOME + file), file, "sha256:" + digits, MOST_BYTES);
    return new PublishedWeights(model + "-imagenet" + version, model, remote, preprocessing, top1);
  }

  /** All of them, by family. */
  public static List<PublishedWeights> all() {
    return ALL;
  }

  /** Those of that name. */
  public static Optional<PublishedWeights> named(String name) {
    return ALL.stream().filter(weights -> weights.name().equals(name)).findFirst();
  }

  /** What is known of a file whose name, which carries a hash, is that of published weights. */
  static Optional<Hints> in(Path path) {
    return ALL.stream()
        .filter(weights -> path.endsWith(weights.file.file()))
        .map(PublishedWeights::hints)
        .findFirst();
  }

  /** {@code RESNET4J_WEIGHTS} where set, else {@code ~/.cache/resnet4j/weights}. */
  public static Path directory() {
    return CacheFolder.named("weights");
  }

  /** What their file does not say. */
  Hints hints() {
    return new Hints(model, null, preprocessing.frame(), preprocessing.normalisation());
  }

  /** Where they lie once they are fetched. */
  public Path path() {
    return directory().resolve(file.file());
  }

  /** Whether they are here, as far as the name tells: a download gets it only when it is right. */
  public boolean isPresent() {
    return Files.isRegularFile(path());
  }

  /**
   * Fetches the published weights of a name into {@link #directory}, where {@link Model#load} finds
   * them by that name; nothing is done if they are there. Nothing else in this package asks the
   * network.
   *
   * @return where they lie
   * @throws IllegalArgumentException if none have that name
   * @throws org.resnet4j.io.download.DownloadException if they cannot be fetched
   */
  public static Path fetch(String name) {
    PublishedWeights weights =
        named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there are no published weights '"
                            + name
                            + "': PublishedWeights.all() lists them"));
    return weights.fetch(directory(), new Download(), (bytes, total) -> {});
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
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
    if (!same) {
      throw new FormatException(
          path()
              + " differs from the published file: it was modified or damaged; fetch it again:"
              + " PublishedWeights.fetch(\""
              + name
              + "\")");
    }
  }

  /**
   * Fetches them into a folder, or goes on with an earlier attempt; nothing is done if they are
   * there. The SHA-256 of what came is noted beside them, and holds from then on.
   *
   * @param folder {@link #directory}, for {@link Model#load} to find them by name
   * @return where they lie
   * @throws org.resnet4j.io.download.DownloadException if they cannot be fetched
   */
  public Path fetch(Path folder, Download download, Download.Progress progress) {
    return download.fetch(file, folder, progress);
  }
}
