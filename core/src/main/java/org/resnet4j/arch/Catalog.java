package org.resnet4j.arch;

import static org.resnet4j.arch.ImageNetResNet.basic;
import static org.resnet4j.arch.ImageNetResNet.bottleneck;
import static org.resnet4j.arch.ImageNetResNet.preBottleneck;
import static org.resnet4j.arch.block.Options.cifar;
import static org.resnet4j.arch.block.Options.imageNet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Inception;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.arch.block.SqueezeExcitation;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Shape;
import org.resnet4j.text.Names;

/**
 * The named networks. A catalog is a value: {@link #standard} holds those of the library, and
 * {@link #with} adds another.
 */
public final class Catalog {
  private static final Options IMAGENET = imageNet(Shortcut.PROJECTION);
  private static final Options IMAGENET_PLAIN = imageNet(Shortcut.NONE);
  private static final Options IMAGENET_BARE = IMAGENET_PLAIN.withNorm(Options.Norm.NONE);
  private static final Options CIFAR_A = cifar(Shortcut.ZERO_PADDING);
  private static final Options CIFAR_B = cifar(Shortcut.PROJECTION);
  private static final Options CIFAR_PLAIN = cifar(Shortcut.NONE);

  private static final Block RESNEXT_BLOCK = Blocks.bottleneck(32, 4);
  private static final Block RESNEXT_BLOCK_8 = Blocks.bottleneck(32, 8);
  private static final Block RESNEXT_BLOCK_64 = Blocks.bottleneck(64, 4);
  private static final Block SE_BLOCK = SqueezeExcitation::bottleneck;
  private static final Block WIDE_BLOCK = Blocks.bottleneck(1, 128);

  private static final GoogLeNet GOOGLENET =
      new GoogLeNet(Inception.Form.REDUCED_3X3, false, 2, 0.2);
  private static final GoogLeNet GOOGLENET_PAPER =
      new GoogLeNet(Inception.Form.REDUCED, false, 3, 0.4);
  private static final GoogLeNet GOOGLENET_UNREDUCED =
      new GoogLeNet(Inception.Form.UNREDUCED, false, 3, 0.4);
  private static final GoogLeNet GOOGLENET_NAIVE =
      new GoogLeNet(Inception.Form.NAIVE, false, 3, 0.4);
  private static final GoogLeNet SMALL_INCEPTION =
      new GoogLeNet(Inception.Form.REDUCED, true, 3, 0.2);
  private static final GoogLeNet SMALL_UNREDUCED =
      new GoogLeNet(Inception.Form.UNREDUCED, true, 3, 0.2);

  private static final Catalog STANDARD =
      new Catalog(
          List.of(
              // He et al. 2015, Table 1 and 3; torchvision's names
              entry("resnet18", IMAGENET, basic(2, 2, 2, 2)::layers),
              entry("resnet34", IMAGENET, basic(3, 4, 6, 3)::layers),
              entry("resnet50", IMAGENET, bottleneck(3, 4, 6, 3)::layers),
              entry("resnet101", IMAGENET, bottleneck(3, 4, 23, 3)::layers),
              entry("resnet152", IMAGENET, bottleneck(3, 8, 36, 3)::layers),
              entry("resnet200", IMAGENET, bottleneck(3, 24, 36, 3)::layers),
              entry("plain18", IMAGENET_PLAIN, basic(2, 2, 2, 2)::plain),
              entry("plain34", IMAGENET_PLAIN, basic(3, 4, 6, 3)::plain),
              // Xie et al. 2016; Zagoruyko and Komodakis 2016
              entry("resnext50_32x4d", IMAGENET, bottleneck(RESNEXT_BLOCK, 3, 4, 6, 3)::layers),
              entry("resnext101_32x8d", IMAGENET, bottleneck(RESNEXT_BLOCK_8, 3, 4, 23, 3)::layers),
              entry(
                  "resnext101_64x4d", IMAGENET, bottleneck(RESNEXT_BLOCK_64, 3, 4, 23, 3)::layers),
              entry("wide_resnet50_2", IMAGENET, bottleneck(WIDE_BLOCK, 3, 4, 6, 3)::layers),
              entry("wide_resnet101_2", IMAGENET, bottleneck(WIDE_BLOCK, 3, 4, 23, 3)::layers),
              // Hu et al. 2018, Table 1; timm's names
              entry("seresnet50", IMAGENET, bottleneck(SE_BLOCK, 3, 4, 6, 3)::layers),
              entry("seresnet101", IMAGENET, bottleneck(SE_BLOCK, 3, 4, 23, 3)::layers),
              entry("seresnet152", IMAGENET, bottleneck(SE_BLOCK, 3, 8, 36, 3)::layers),
              // He et al. 2016, Table 5
              entry("preact-resnet50", IMAGENET, preBottleneck(3, 4, 6, 3)::layers),
              entry("preact-resnet101", IMAGENET, preBottleneck(3, 4, 23, 3)::layers),
              entry("preact-resnet152", IMAGENET, preBottleneck(3, 8, 36, 3)::layers),
              entry("preact-resnet200", IMAGENET, preBottleneck(3, 24, 36, 3)::layers),
              // He et al. 2015, Table 6 and Fig. 6
              entry("resnet20", CIFAR_A, CifarResNet.basic(20)::layers),
              entry("resnet32", CIFAR_A, CifarResNet.basic(32)::layers),
              entry("resnet44", CIFAR_A, CifarResNet.basic(44)::layers),
              entry("resnet56", CIFAR_A, CifarResNet.basic(56)::layers),
              entry("resnet110", CIFAR_A, CifarResNet.basic(110)::layers),
              entry("resnet1202", CIFAR_A, CifarResNet.basic(1202)::layers),
              entry("plain20", CIFAR_PLAIN, CifarResNet.basic(20)::plain),
              entry("plain32", CIFAR_PLAIN, CifarResNet.basic(32)::plain),
              entry("plain44", CIFAR_PLAIN, CifarResNet.basic(44)::plain),
              entry("plain56", CIFAR_PLAIN, CifarResNet.basic(56)::plain),
              entry("plain110", CIFAR_PLAIN, CifarResNet.basic(110)::plain),
              // Table 1 for images of about 32 pixels: kuangliu/pytorch-cifar on GitHub
              entry("resnet18-stem3x3", CIFAR_B, small(basic(2, 2, 2, 2))),
              entry("resnet34-stem3x3", CIFAR_B, small(basic(3, 4, 6, 3))),
              entry("resnet50-stem3x3", CIFAR_B, small(bottleneck(3, 4, 6, 3))),
              entry("resnet101-stem3x3", CIFAR_B, small(bottleneck(3, 4, 23, 3))),
              entry("resnet152-stem3x3", CIFAR_B, small(bottleneck(3, 8, 36, 3))),
              // He et al. 2016, Tables 2 and 3
              entry("preact-resnet110", CIFAR_A, CifarResNet.preBasic(110)::layers),
              entry("preact-resnet164", CIFAR_B, CifarResNet.preBottleneck(164)::layers),
              entry("preact-resnet1001", CIFAR_B, CifarResNet.preBottleneck(1001)::layers),
              family("cifar-resnet", CIFAR_A, (d, o) -> CifarResNet.basic(d).layers(o)),
              family("cifar-plain", CIFAR_PLAIN, (d, o) -> CifarResNet.basic(d).plain(o)),
              family("cifar-preact", CIFAR_A, (d, o) -> CifarResNet.preBasic(d).layers(o)),
              family("cifar-bottleneck", CIFAR_B, (d, o) -> CifarResNet.bottleneck(d).layers(o)),
              family(
                  "cifar-seresnet",
                  CIFAR_A,
                  (d, o) -> CifarResNet.of(d, 2, 1, SqueezeExcitation::basic, false).layers(o)),
              family(
                  "cifar-preact-bottleneck",
                  CIFAR_B,
                  (d, o) -> CifarResNet.preBottleneck(d).layers(o)),
              // Simonyan and Zisserman 2014, Table 1: configurations A, B, D, E
              entry("vgg11", IMAGENET_BARE, Vgg.of(1, 1, 2, 2, 2)::layers),
              entry("vgg13", IMAGENET_BARE, Vgg.of(2, 2, 2, 2, 2)::layers),
              entry("vgg16", IMAGENET_BARE, Vgg.of(2, 2, 3, 3, 3)::layers),
              entry("vgg19", IMAGENET_BARE, Vgg.of(2, 2, 4, 4, 4)::layers),
              entry("vgg11-bn", IMAGENET_PLAIN, Vgg.of(1, 1, 2, 2, 2)::layers),
              entry("vgg13-bn", IMAGENET_PLAIN, Vgg.of(2, 2, 2, 2, 2)::layers),
              entry("vgg16-bn", IMAGENET_PLAIN, Vgg.of(2, 2, 3, 3, 3)::layers),
              entry("vgg19-bn", IMAGENET_PLAIN, Vgg.of(2, 2, 4, 4, 4)::layers),
              family("cifar-vgg", CIFAR_PLAIN, (d, o) -> CifarVgg.of(d).layers(o)),
              // Szegedy et al. 2014: torchvision's form, Table 1 as printed, the same without the
              // 1x1 reductions, Fig. 2(a) throughout
              entry("googlenet", IMAGENET_PLAIN, GOOGLENET::layers),
              entry("googlenet-paper", IMAGENET_BARE, GOOGLENET_PAPER::layers),
              entry("googlenet-unreduced", IMAGENET_BARE, GOOGLENET_UNREDUCED::layers),
              entry("googlenet-naive", IMAGENET_BARE, GOOGLENET_NAIVE::layers),
              entry("cifar-inception", CIFAR_PLAIN, SMALL_INCEPTION::layers),
              entry("cifar-inception-unreduced", CIFAR_PLAIN, SMALL_UNREDUCED::layers)));

  private final List<Entry> entries;

  private Catalog(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A named network, or a family of networks with a depth in their names.
   *
   * @param name the full name, or the part before the depth
   * @param isFamily whether a depth follows the name
   * @param defaults the options if none are given
   * @param builder from depth (0 unless a family) and options to layers
   */
  public record Entry(
      String name,
      boolean isFamily,
      Options defaults,
      BiFunction<Integer, Options, Layer> builder) {}

  private static Function<Options, Layer> small(ResNet network) {
    return network.withStem(ResNet.Stem.SMALL_IMAGE)::layers;
  }

  /** The networks of the library. */
  public static Catalog standard() {
    return STANDARD;
  }

  /** One network. */
  public static Entry entry(String name, Options defaults, Function<Options, Layer> builder) {
    return new Entry(name, false, defaults, (depth, options) -> builder.apply(options));
  }

  /** A family whose members are named by their depth, as {@code cifar-resnet44}. */
  public static Entry family(
      String name, Options defaults, BiFunction<Integer, Options, Layer> builder) {
    return new Entry(name, true, defaults, builder);
  }

  /**
   * This catalog and one more entry.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public Catalog with(Entry entry) {
    if (entries.stream().anyMatch(other -> other.name().equals(entry.name()))) {
      throw new IllegalArgumentException("there is already a network '" + entry.name() + "'");
    }
    List<Entry> all = new ArrayList<>(entries);
    all.add(entry);
    return new Catalog(all);
  }

  /** All entries in the order of the list. */
  public List<Entry> entries() {
    return entries;
  }

  /** The names to choose from; that of a family ends in {@code <depth>}. */
  public List<String> names() {
    return entries.stream()
        .map(entry -> entry.isFamily() ? entry.name() + Names.DEPTH : entry.name())
        .toList();
  }

  /** Builds a network with its defaults. */
  public Architecture build(String name) {
    return build(name, UnaryOperator.identity());
  }

  /**
   * Builds a network with changed options, and checks it by propagating an image shape.
   *
   * @throws IllegalArgumentException if there is no such name, the depth is invalid, an option is
   *     unsupported, or the images are too small
   */
  public Architecture build(String name, UnaryOperator<Options> change) {
    for (Entry entry : entries) {
      if (!entry.isFamily() && entry.name().equals(name)) {
        return build(entry, name, 0, change);
      }
      Matcher depth = Pattern.compile(Pattern.quote(entry.name()) + "([0-9]{1,4})").matcher(name);
      if (entry.isFamily() && depth.matches()) {
        return build(entry, name, Integer.parseInt(depth.group(1)), change);
      }
    }
    String suggestion = Names.suggestion(name, names());
    throw new IllegalArgumentException(
        "there is no network '"
            + name
            + "'"
            + (suggestion.isEmpty() ? ", nor one of a similar name" : suggestion));
  }

  private static Architecture build(
      Entry entry, String name, int depth, UnaryOperator<Options> change) {
    try {
      Options options = change.apply(entry.defaults());
      Layer layers = entry.builder().apply(depth, options);
      Shape output = layers.apply(new Shapes(), options.input());
      if (!output.equals(new Shape(options.classes(), 1, 1))) {
        throw new IllegalArgumentException(
            "it ends in " + output + ", not in logits for " + options.classes() + " classes");
      }
      return new Architecture(name, options, layers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
