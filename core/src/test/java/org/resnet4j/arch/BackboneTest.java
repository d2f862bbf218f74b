package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;

class BackboneTest {
  private static Backbone of(String name) {
    return new Backbone(Catalog.standard().build(name));
  }

  private static Set<String> all(Backbone backbone) {
    return backbone.network().layers().allParameters().stream()
        .map(Parameter::name)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"resnet18, fc", "resnet20, fc", "vgg11, classifier.6", "googlenet, fc"})
  void theHeadIsTheLastLinearLayer(String name, String head) {
    Backbone backbone = of(name);
    assertThat(backbone.head()).containsExactly(head + ".weight", head + ".bias");
    Set<String> rest = new HashSet<>(all(backbone));
    rest.removeAll(backbone.head());
    assertThat(backbone.upTo("all")).isEqualTo(rest);
    assertThat(backbone.upTo("none")).isEmpty();
  }

  @Test
  void theHeadNeedNotBeTheLastLayer() {
    Options options = Options.cifar(Shortcut.NONE);
    Layer scaled = Sequence.sequence(new Linear("a", 4, 3), new Linear("b", 3, 2), new Relu());
    assertThat(new Backbone(new Architecture("scaled", options, scaled)).head())
        .containsExactlyInAnyOrder("b.weight", "b.bias");
    Architecture none = new Architecture("none", options, new Conv("c", 3, 2, 1, 1, 0, 1, true));
    assertThatThrownBy(() -> new Backbone(none).head())
        .hasMessage("none has no linear layer that could be its head");
  }

  @Test
  void aStageIsFrozenWithAllInFrontOfIt() {
    Backbone backbone = of("resnet18");
    Set<String> wanted =
        all(backbone).stream()
            .filter(name -> name.matches("(conv1|bn1|layer1|layer2)\\..*"))
            .collect(Collectors.toSet());
    assertThat(wanted).contains("layer2.0.downsample.1.running_var", "bn1.num_batches_tracked");
    assertThat(backbone.upTo("layer2")).isEqualTo(wanted);
    assertThat(backbone.upTo("layer2.1")).isEqualTo(wanted);
    wanted.removeIf(name -> name.startsWith("layer2.1."));
    assertThat(backbone.upTo("layer2.0")).isEqualTo(wanted);
    assertThat(backbone.upTo("layer4")).isEqualTo(backbone.upTo("all"));
  }

  @Test
  void placesWithoutParametersCountToo() {
    Backbone backbone = of("googlenet");
    assertThat(backbone.upTo("pool3")).isEqualTo(backbone.upTo("inception3b")).isNotEmpty();
  }

  @Test
  void eachPlaceFreezesMoreThanTheOneBefore() {
    for (String name :
        new String[] {"resnet50", "preact-resnet164", "vgg16-bn", "cifar-inception"}) {
      Backbone backbone = of(name);
      Set<String> before = Set.of();
      assertThat(backbone.places()).startsWith("none").endsWith("all").hasSizeGreaterThan(4);
      for (String place : backbone.places()) {
        Set<String> frozen = backbone.upTo(place);
        assertThat(frozen).as("%s %s", name, place).containsAll(before);
        assertThat(frozen).doesNotContainAnyElementsOf(backbone.head());
        before = frozen;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer9", "", "layer1.0.conv1", "fc", "None"})
  void anUnknownPlaceIsAnsweredWithTheKnownOnes(String place) {
    assertThatThrownBy(() -> of("resnet18").upTo(place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resnet18 has no place '" + place + "'")
        .hasMessageContaining("none, stem, layer1, layer2, layer3, layer4, pool, all");
  }

  @Test
  void aPlaceWithTheHeadInItCannotBeFrozen() {
    assertThatThrownBy(() -> of("vgg11").upTo("classifier"))
        .hasMessageContaining("none, stage1, stage2, stage3, stage4, stage5, all");
  }
}
