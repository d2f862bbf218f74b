package org.resnet4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static final List<String> NAMES =
      List.of("resnet18", "resnet20", "resnet50", "vgg16-bn", "googlenet", "cifar-vgg<depth>");

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "kitten, sitting, 3",
    "flaw, lawn, 2",
    "ab, ba, 2",
    "resnet, resnet, 0"
  })
  void distanceIsLevenshteins(String a, String b, int edits) {
    assertThat(Names.distance(a, b)).isEqualTo(edits);
  }

  @Test
  void alternativesAreWrittenAsPeopleWriteThem() {
    assertThat(Names.choice(List.of())).isEmpty();
    assertThat(Names.choice(List.of("a"))).isEqualTo("a");
    assertThat(Names.choice(List.of("a", "b"))).isEqualTo("a or b");
    assertThat(Names.choice(List.of("a", "b", "c"))).isEqualTo("a, b or c");
  }

  @Test
  void aNameWithOneMistakeIsFoundFirst() {
    assertThat(Names.near("resnet19", NAMES)).startsWith("resnet18").doesNotContain("vgg16-bn");
    assertThat(Names.near("gogglenet", NAMES)).containsExactly("googlenet");
    assertThat(Names.suggestion("gogglenet", NAMES)).isEqualTo("; did you mean googlenet?");
  }

  /** Case and the kind of dash are no mistakes: nothing else is as near. */
  @Test
  void caseAndDashesDoNotCount() {
    assertThat(Names.near("VGG16_BN", NAMES)).containsExactly("vgg16-bn");
    assertThat(Names.near("ResNet50", NAMES)).containsExactly("resnet50");
  }

  @Test
  void aFamilyIsComparedWithoutItsDepth() {
    assertThat(Names.near("cifar-vgh1000", NAMES)).containsExactly("cifar-vgg<depth>");
  }

  @Test
  void whatBeginsANameOfThreeLettersOrMoreFindsIt() {
    assertThat(Names.near("vgg", NAMES)).containsExactly("vgg16-bn");
    assertThat(Names.near("goog", NAMES)).containsExactly("googlenet");
    assertThat(Names.near("vg", NAMES)).isEmpty();
    assertThat(Names.near("xyz", NAMES)).isEmpty();
    assertThat(Names.suggestion("xyz", NAMES)).isEmpty();
  }

  /** A quarter of a long name may be wrong, but no more than one edit beyond the nearest. */
  @Test
  void longNamesMayHaveMoreMistakes() {
    List<String> long1 = List.of("fashion-mnist-mini");
    assertThat(Names.near("fasion-mist-mni", long1)).containsExactly("fashion-mnist-mini");
    assertThat(Names.near("fsion-mist-mni", long1)).isEmpty();
    assertThat(Names.near("aaaa", List.of("aabb", "abbb", "aaab"))).containsExactly("aaab", "aabb");
  }

  @Test
  void atMostFourAreShown() {
    List<String> many = List.of("net1", "net2", "net3", "net4", "net5");
    assertThat(Names.near("net6", many)).containsExactly("net1", "net2", "net3", "net4");
    assertThat(Names.near("net", List.of("netabc1", "netabc2", "netabc3", "netabc4", "netabc5")))
        .containsExactly("netabc1", "netabc2", "netabc3", "netabc4");
  }
}
