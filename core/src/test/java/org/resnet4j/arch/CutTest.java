package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;

class CutTest {
  private static final Layer RESNET18 = Catalog.standard().build("resnet18").layers();

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "preact-resnet110", "vgg11-bn", "googlenet", "plain20"})
  void bothPartsTogetherAreTheNetwork(String name) {
    Architecture network = Catalog.standard().build(name);
    assertThat(Cut.places(network.layers())).isNotEmpty();
    Cut.places(network.layers())
        .forEach(
            place -> {
              Cut cut = Cut.at(network.layers(), place);
              Shape between = cut.before().apply(new Shapes(), network.options().input());
              assertThat(cut.after().apply(new Shapes(), between))
                  .isEqualTo(new Shape(network.options().classes(), 1, 1));
              assertThat(cut.before().allParameters().size() + cut.after().allParameters().size())
                  .isEqualTo(network.layers().allParameters().size());
            });
  }

  @Test
  void aStageIsCutBehindItsLastBlock() {
    Shape image = new Shape(3, 224, 224);
    assertThat(Cut.at(RESNET18, "layer3").before().apply(new Shapes(), image))
        .hasToString("256x14x14");
    assertThat(Cut.at(RESNET18, "layer2.0").before().apply(new Shapes(), image))
        .hasToString("128x28x28");
    assertThat(Cut.at(RESNET18, "pool").before().apply(new Shapes(), image)).hasToString("512x1x1");
    assertThat(Cut.at(RESNET18, "layer3").after().allParameters().get(0).name())
        .isEqualTo("layer4.0.conv1.weight");
  }

  @Test
  void onlyNamedPlacesCanBeChosen() {
    Layer network =
        Sequence.sequence(
            Sequence.sequence(new Relu()), Sequence.sequence("stem", new Relu()), new Relu());
    assertThat(Cut.places(network)).containsExactly("stem");
    assertThatThrownBy(() -> Cut.at(network, "head"))
        .hasMessage("there is no place 'head' in this network: choose one of stem");
  }

  @Test
  void anUnknownPlaceIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Cut.at(RESNET18, "layer9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("layer9", "stem, layer1, layer2, layer3, layer4", "layer1.0");
  }
}
