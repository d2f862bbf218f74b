package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

class CatalogTest {
  private static final Catalog CATALOG = Catalog.standard();

  static List<String> everyNetwork() {
    return CATALOG.names().stream()
        .map(name -> name.replace("<depth>", name.contains("vgg") ? "19" : "20"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyNetwork")
  void inputAndClassesAreFree(String name) {
    Shape gray = new Shape(1, 97, 64);
    Architecture network = CATALOG.build(name, o -> o.withInput(gray).withClasses(7));
    assertThat(network.layers().apply(new Shapes(), gray)).isEqualTo(new Shape(7, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("everyNetwork")
  void normIsRemovable(String name) {
    Architecture bare = CATALOG.build(name, o -> o.withNorm(Options.Norm.NONE));
    assertThat(bare.layers().walk()).noneMatch(BatchNorm.class::isInstance);
    assertThat(bare.layers().walk().filter(Conv.class::isInstance))
        .allMatch(layer -> ((Conv) layer).bias());
    Architecture normed = CATALOG.build(name, o -> o.withNorm(Options.Norm.BATCH));
    assertThat(normed.layers().walk()).anyMatch(BatchNorm.class::isInstance);
  }

  @ParameterizedTest
  @EnumSource(Shortcut.class)
  void everyShortcutFitsEveryBlock(Shortcut shortcut) {
    for (String name : List.of("resnet18", "resnet50", "preact-resnet50", "cifar-preact14")) {
      Layer layers = CATALOG.build(name, o -> o.withShortcut(shortcut)).layers();
      long additions = layers.walk().filter(Residual.class::isInstance).count();
      long projections =
          layers
              .walk()
              .filter(layer -> layer instanceof Conv conv && conv.name().contains("downsample."))
              .count();
      long paddings = layers.walk().filter(Subsample.class::isInstance).count();
      long changes = name.endsWith("50") ? 4 : name.equals("resnet18") ? 3 : 2;
      assertThat(additions == 0).isEqualTo(shortcut == Shortcut.NONE);
      assertThat(paddings).isEqualTo(shortcut == Shortcut.ZERO_PADDING ? changes : 0);
      assertThat(projections)
          .isEqualTo(
              switch (shortcut) {
                case PROJECTION, AVERAGE_PROJECTION -> changes;
                case ALL_PROJECTION -> additions;
                case NONE, ZERO_PADDING -> 0;
              });
    }
  }

  @Test
  void strideStandsWhereItWasAskedFor() {
    for (String name : List.of("resnet50", "preact-resnet50")) {
      assertThat(strided(name, Options.StrideOn.CONV3X3)).contains("layer2.0.conv2");
      assertThat(strided(name, Options.StrideOn.CONV1X1)).contains("layer2.0.conv1");
    }
  }

  private static List<String> strided(String name, Options.StrideOn strideOn) {
    return CATALOG
        .build(name, o -> o.withStrideOn(strideOn))
        .layers()
        .walk()
        .filter(layer -> layer instanceof Conv conv && conv.stride() == 2)
        .map(layer -> ((Conv) layer).name())
        .toList();
  }

  @Test
  void preActivationIsSharedWhereTheShapeChanges() {
    Layer layers = CATALOG.build("cifar-preact14").layers();
    assertThat(block(layers, "layer1.0").layers()).hasSize(1); // the stem has activated
    assertThat(block(layers, "layer1.1").layers()).hasSize(1);
    assertThat(block(layers, "layer2.0").layers()).hasSize(2); // activation, then both paths
    assertThat(block(layers, "last").layers()).hasSize(2);
    assertThat(layers.allParameters().stream().map(parameter -> parameter.name()))
        .contains("bn2.weight", "layer1.1.bn1.weight", "layer2.0.bn1.weight")
        .doesNotContain("layer1.0.bn1.weight");
  }

  private static Sequence block(Layer layers, String name) {
    return layers
        .walk()
        .filter(Sequence.class::isInstance)
        .map(Sequence.class::cast)
        .filter(sequence -> sequence.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cifar-resnet21 | cifar-resnet21: blocks of 2 convolutions in three stages give depths of"
            + " 6n+2, not 21; the nearest: 20 and 26",
        "cifar-resnet0 | cifar-resnet0: blocks of 2 convolutions in three stages give depths of"
            + " 6n+2, not 0; the nearest: 8",
        "cifar-bottleneck12 | cifar-bottleneck12: blocks of 3 convolutions in three stages give"
            + " depths of 9n+2, not 12; the nearest: 11 and 20",
        "cifar-vgg11 | cifar-vgg11: equally many convolutions in three stages give depths of 3n+1,"
            + " not 11; the nearest: 10 and 13",
        "resnet51 | there is no network 'resnet51'; did you mean resnet50, resnet56,"
            + " resnet18 or resnet34?",
        "ResNet50 | there is no network 'ResNet50'; did you mean resnet50?",
        "vgg16_bn | there is no network 'vgg16_bn'; did you mean vgg16-bn?",
        "gogglenet | there is no network 'gogglenet'; did you mean googlenet?",
        "cifar-resnet | there is no network 'cifar-resnet'; did you mean cifar-resnet<depth>?",
        "zzz | there is no network 'zzz', nor one of a similar name"
      })
  void wrongNamesGetOneClearLine(String name, String message) {
    assertThatThrownBy(() -> CATALOG.build(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "googlenet", "googlenet-paper"})
  void tooSmallImagesAreRefused(String name) {
    assertThatThrownBy(() -> CATALOG.build(name, o -> o.withInput(new Shape(3, 9, 9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": the pooling after ")
        .hasMessageEndingWith("is left of the image; give larger images");
  }

  @Test
  void optionsThatCannotBeHonouredAreRefused() {
    refused("resnet50", o -> o.withAuxiliary(true), "it has no auxiliary classifiers");
    refused("cifar-inception", o -> o.withAuxiliary(true), "it has no auxiliary classifiers");
    refused("vgg16", o -> o.withShortcut(Shortcut.PROJECTION), "it has no shortcuts");
    refused("googlenet", o -> o.withShortcut(Shortcut.PROJECTION), "it has no shortcuts");
    refused("plain20", o -> o.withShortcut(Shortcut.ZERO_PADDING), "it has no shortcuts");
    refused("resnet18", o -> o.withStrideOn(Options.StrideOn.CONV1X1), "it has no bottleneck");
    refused("vgg16", o -> o.withStrideOn(Options.StrideOn.CONV1X1), "it has no bottleneck");
    refused("resnet20", o -> o.withClasses(0), "expected at least 1 class");
  }

  private static void refused(
      String name, java.util.function.UnaryOperator<Options> change, String why) {
    assertThatThrownBy(() -> CATALOG.build(name, change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": " + why);
  }

  /** A block with three convolutions of 3x3: what a user would write in one file and one line. */
  private static Layer triple(Place place) {
    int out = place.out();
    return Sequence.sequence(
        place.name(),
        place.residual(
            Sequence.sequence(
                place.conv("conv1", place.in(), out, 3, place.stride()),
                new Relu(),
                place.conv("conv2", out, out, 3, 1),
                new Relu(),
                place.conv("conv3", out, out, 3, 1),
                place.norm("bn3", out))));
  }

  @Test
  void aBlockOfYourOwnIsOneLine() {
    Catalog mine =
        CATALOG.with(
            Catalog.family(
                "triple",
                Options.cifar(Shortcut.PROJECTION),
                (depth, o) -> CifarResNet.of(depth, 3, 1, CatalogTest::triple, false).layers(o)));
    assertThat(Summary.of(mine.build("triple20")).parameters()).isPositive();
    assertThatThrownBy(() -> CATALOG.build("triple20"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.with(mine.entries().get(0)))
        .hasMessage("there is already a network 'resnet18'");
  }
}
