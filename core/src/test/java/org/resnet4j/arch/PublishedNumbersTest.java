package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.arch.cost.LayerCost;

/** Parameters and multiply-adds against what papers and torchvision published. */
class PublishedNumbersTest {
  /**
   * He et al. 2015, Table 6, computed to the last one; torchvision's and timm's tables of weights.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet20, 269722",
    "resnet32, 464154",
    "resnet44, 658586",
    "resnet56, 853018",
    "resnet110, 1727962",
    "resnet1202, 19421274",
    "cifar-resnet20, 269722",
    "resnet18, 11689512",
    "resnet34, 21797672",
    "resnet50, 25557032",
    "resnet101, 44549160",
    "resnet152, 60192808",
    "resnext50_32x4d, 25028904",
    "wide_resnet50_2, 68883240",
    "seresnet50, 28088024",
    "vgg11, 132863336",
    "vgg13, 133047848",
    "vgg16, 138357544",
    "vgg19, 143667240",
    "vgg11-bn, 132868840",
    "vgg13-bn, 133053736",
    "vgg16-bn, 138365992",
    "vgg19-bn, 143678248",
    "googlenet, 6624904"
  })
  void parametersAreExact(String name, long parameters) {
    assertThat(summary(name, UnaryOperator.identity()).parameters()).isEqualTo(parameters);
  }

  /** He et al. 2015, Table 1 (stride on the 1x1) and section 3.3; ResNet-50 is cut, not rounded. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, ZERO_PADDING, CONV3X3, 1.8",
    "plain18, NONE, CONV3X3, 1.8",
    "resnet34, ZERO_PADDING, CONV3X3, 3.6",
    "plain34, NONE, CONV3X3, 3.6",
    "resnet50, PROJECTION, CONV1X1, 3.85",
    "resnet101, PROJECTION, CONV1X1, 7.6",
    "resnet152, PROJECTION, CONV1X1, 11.3",
    "vgg19, NONE, CONV3X3, 19.6"
  })
  void multiplyAddsAreAsPrinted(
      String name, Shortcut shortcut, Options.StrideOn strideOn, double billions) {
    Summary summary = summary(name, o -> o.withShortcut(shortcut).withStrideOn(strideOn));
    assertThat(summary.multiplyAdds() / 1e9).isCloseTo(billions, within(0.05));
  }

  /** He et al. 2015 print 15.3 for VGG-16: its convolutions alone; the linear layers add 0.12. */
  @ParameterizedTest
  @CsvSource({"conv, 15.3", "linear, 0.1"})
  void vgg16CountsItsConvolutions(String kind, double billions) {
    long multiplyAdds =
        summary("vgg16", UnaryOperator.identity()).rows().stream()
            .filter(row -> row.kind().startsWith(kind))
            .mapToLong(LayerCost::multiplyAdds)
            .sum();
    assertThat(multiplyAdds / 1e9).isCloseTo(billions, within(0.05));
  }

  /** He et al. 2016, Table 4: 1.7M and 10.2M, which leaves out the normalisations. */
  @ParameterizedTest
  @CsvSource({"preact-resnet110, 1.7", "preact-resnet164, 1.7", "preact-resnet1001, 10.2"})
  void preActivatedWeightsAreAsPrinted(String name, double millions) {
    long weights =
        summary(name, UnaryOperator.identity()).rows().stream()
            .filter(row -> !row.kind().equals("batch norm"))
            .mapToLong(LayerCost::parameters)
            .sum();
    assertThat(weights / 1e6).isCloseTo(millions, within(0.05));
  }

  /**
   * Szegedy et al. 2014, Table 1, multiply-adds in millions, but for the rows that do not follow
   * from the printed shapes: the first convolution (34M printed, 118M by its shape) and 5a (54M
   * printed, 51M by its shape).
   */
  @ParameterizedTest
  @CsvSource({
    "conv2 conv3, 360",
    "inception3a, 128",
    "inception3b, 304",
    "inception4a, 73",
    "inception4b, 88",
    "inception4c, 100",
    "inception4d, 119",
    "inception4e, 170",
    "inception5b, 71",
    "fc, 1"
  })
  void googLeNetMultiplyAddsAreAsPrinted(String places, double millions) {
    assertThat(rowsOfPaper(places, LayerCost::multiplyAdds) / 1e6).isCloseTo(millions, within(0.7));
  }

  /**
   * The same table, parameters in units of 1024. The printed numbers of 4a to 5b differ by up to 8
   * percent from what the printed channels give, with or without biases.
   */
  @ParameterizedTest
  @CsvSource({
    "conv2 conv3, 112, 0.9",
    "inception3a, 159, 0.9",
    "inception3b, 380, 0.9",
    "inception4a, 364, 30",
    "inception4b, 437, 35",
    "inception4c, 463, 37",
    "inception4d, 580, 46",
    "inception4e, 840, 67",
    "inception5a, 1072, 86",
    "inception5b, 1388, 111",
    "fc, 1000, 1"
  })
  void googLeNetParametersAreAsPrinted(String places, double thousands, double tolerance) {
    assertThat(rowsOfPaper(places, LayerCost::parameters) / 1024.0)
        .isCloseTo(thousands, within(tolerance));
  }

  private static long rowsOfPaper(
      String places, java.util.function.ToLongFunction<LayerCost> value) {
    return summary("googlenet-paper", UnaryOperator.identity()).rows().stream()
        .filter(row -> (" " + places + " ").contains(" " + row.name().split("\\.")[0] + " "))
        .mapToLong(value)
        .sum();
  }

  private static Summary summary(String name, UnaryOperator<Options> change) {
    return Summary.of(Catalog.standard().build(name, change));
  }
}
