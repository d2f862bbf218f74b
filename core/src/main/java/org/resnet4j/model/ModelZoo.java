package org.resnet4j.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.download.Remote;
import org.resnet4j.text.Names;

/**
 * The published weights by name. A zoo is a value: {@link #standard} holds those that torchvision's
 * authors publish for ImageNet (ILSVRC 2012), and {@link #with} adds others.
 *
 * <p>Each standard file name carries the first eight digits of the file's SHA-256, which a download
 * must match; the authors publish no more of them. They reveal damage, but an attacker could match
 * them: so the full SHA-256 of the first download is noted, and checked from then on. Accuracies
 * are of the 50,000 validation images, one centre crop (torchvision 0.14, weights' metadata {@code
 * acc@1}).
 */
public final class ModelZoo {
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

  private static final ModelZoo STANDARD =
      new ModelZoo(
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
              of("googlenet", "", "googlenet-1378be20.pth", PORTED, 0.69778)));

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

  private final List<PublishedWeights> all;

  private ModelZoo(List<PublishedWeights> all) {
    this.all = List.copyOf(all);
  }

  /** The weights of torchvision, by family. */
  public static ModelZoo standard() {
    return STANDARD;
  }

  /**
   * This zoo and one more entry.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public ModelZoo with(PublishedWeights weights) {
    if (named(weights.name()).isPresent()) {
      throw new IllegalArgumentException(
          "there are already published weights '" + weights.name() + "'");
    }
    List<PublishedWeights> more = new ArrayList<>(all);
    more.add(weights);
    return new ModelZoo(more);
  }

  /** All entries in the order of the list. */
  public List<PublishedWeights> all() {
    return all;
  }

  /** The names of all entries. */
  public List<String> names() {
    return all.stream().map(PublishedWeights::name).toList();
  }

  /** The entry of that name. */
  public Optional<PublishedWeights> named(String name) {
    return all.stream().filter(weights -> weights.name().equals(name)).findFirst();
  }

  /**
   * Fetches the weights of a name, as {@link PublishedWeights#fetch()} does.
   *
   * @return their file
   * @throws IllegalArgumentException if none have that name
   * @throws org.resnet4j.io.download.DownloadException if they cannot be fetched
   */
  public Path fetch(String name) {
    return named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there are no published weights '"
                        + name
                        + "': ModelZoo.standard().names() lists them"
                        + Names.suggestion(name, names())))
        .fetch();
  }

  /** The known facts of a file whose name, which carries a hash, is that of published weights. */
  Optional<Hints> hintsFor(Path path) {
    return all.stream()
        .filter(weights -> path.endsWith(weights.file().file()))
        .map(PublishedWeights::hints)
        .findFirst();
  }
}
