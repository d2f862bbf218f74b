package org.resnet4j.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.bench.inference.Contestant.DJL;
import static org.resnet4j.bench.inference.Contestant.ONNXRUNTIME_FP32;
import static org.resnet4j.bench.inference.Contestant.ONNXRUNTIME_INT8;
import static org.resnet4j.bench.inference.Contestant.RESNET4J_BF16;
import static org.resnet4j.bench.inference.Contestant.RESNET4J_FP32;
import static org.resnet4j.bench.inference.Contestant.RESNET4J_INT8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.bench.inference.Score.Waits;
import org.resnet4j.bench.rival.Peaks;
import org.resnet4j.bench.rival.Rates;

class ScoreTest {
  private final Rates<Contestant> images =
      new Rates<>(
          new EnumMap<>(
              Map.of(
                  RESNET4J_FP32, List.of(24.0, 25.0, 20.0),
                  RESNET4J_BF16, List.of(48.0, 50.0, 40.0),
                  ONNXRUNTIME_FP32, List.of(20.0, 25.0, 16.0),
                  DJL, List.of(8.0, 10.0, 5.0))));

  private final Score score = score(images);

  private static Score score(Rates<Contestant> images) {
    return new Score(
        new Setting("a processor", "resnet50", 2, 3, 0.5),
        Map.of(4, images),
        Map.of(2, images),
        Map.of(2, Map.of(RESNET4J_FP32, new Waits(81.25, 90.5), DJL, new Waits(240, 260))),
        Map.of(RESNET4J_FP32, 1.5e-6),
        new Peaks(Map.of("fp32-product", 200.0, "bf16-product", 400.0, "int8-product", 800.0)),
        Map.of("MALLOC_MMAP_MAX_", "0"),
        0.004);
  }

  @Test
  void comparesWithThePeakOfItsOwnNumbers() {
    // He et al. 2015: 3.8 billion multiply-adds; 4.1 with the stride on the 3x3.
    assertThat(score.setting().gflopPerImage()).isCloseTo(8.18, within(0.01));
    assertThat(score.shareOfPeak(RESNET4J_FP32, images)).isCloseTo(24 * 8.18 / 200, within(1e-3));
    assertThat(score.shareOfPeak(RESNET4J_BF16, images)).isCloseTo(48 * 8.18 / 400, within(1e-3));
  }

  @Test
  void printsEachRival() {
    assertThat(ScoreTable.of(score))
        .contains("resnet50, inference, 3x224x224, threads a call: 2", "3 turns of 0.5 s")
        .containsPattern("resnet4j-fp32 +24.0 \\( +20.0 - +25.0\\) +1.20x .* +196 +98.1%")
        .containsPattern("resnet4j-fp32 +24.0 .* 81.3 +90.5")
        .contains(
            "2.40x (2.00 - 2.50)    6.00x (5.00 - 8.00)",
            "share of the largest logit:",
            "resnet4j-fp32 1.5e-06",
            "0.4%");
  }

  @Test
  void leavesOutRatiosToThoseWhoAreNotThere() {
    Score alone = score(new Rates<>(Map.of(RESNET4J_FP32, List.of(24.0, 25.0, 20.0))));
    assertThat(ScoreTable.of(alone))
        .containsPattern("resnet4j-fp32 +24.0 \\( +20.0 - +25.0\\) +- +- ");
  }

  /** Eight bits are compared to eight bits, and like all others to 32. */
  @Test
  void comparesNumbersOfOneKind() {
    Score score =
        score(
            new Rates<>(
                new EnumMap<>(
                    Map.of(
                        RESNET4J_FP32, List.of(24.0),
                        RESNET4J_INT8, List.of(90.0),
                        ONNXRUNTIME_FP32, List.of(20.0),
                        ONNXRUNTIME_INT8, List.of(60.0)))));
    assertThat(ScoreTable.of(score))
        .containsPattern("to ORT-fp32 +to ORT-int8 +to djl")
        .containsPattern("resnet4j-fp32 +24.0 .*\\) +1.20x \\(1.20 - 1.20\\) +- +- ")
        .containsPattern("resnet4j-int8 +90.0 .* 4.50x .* 1.50x \\(1.50 - 1.50\\) +- ");
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode rivals = mapper.valueToTree(ScoreJson.of(score)).at("/throughput/0/rivals");
    assertThat(rivals.at("/resnet4j-int8/times/onnxruntime-int8").asDouble()).isEqualTo(1.5);
    assertThat(rivals.at("/resnet4j-int8/times/onnxruntime-fp32").asDouble()).isEqualTo(4.5);
    assertThat(rivals.at("/resnet4j-fp32/times").fieldNames())
        .toIterable()
        .containsExactly("onnxruntime-fp32");
  }

  @Test
  void storesAllNumbers() throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(ScoreJson.of(score)));
    JsonNode ours = json.at("/throughput/0/rivals/resnet4j-bf16");
    assertThat(json.at("/throughput/0/batch").asInt()).isEqualTo(4);
    assertThat(ours.at("/imagesPerSecondByTurn")).hasSize(3);
    assertThat(ours.at("/times/onnxruntime-fp32").asDouble()).isEqualTo(2.4);
    assertThat(ours.at("/timesTurnByTurn/djl/max").asDouble()).isEqualTo(8);
    assertThat(json.at("/latency/0/rivals/djl/milliseconds/p99").asDouble()).isEqualTo(260);
    assertThat(json.at("/largestDifference/resnet4j-fp32").asDouble()).isEqualTo(1.5e-6);
  }

  @Test
  void drawsBothCharts(@TempDir Path folder) throws IOException {
    ScoreCharts.write(folder, score);
    assertThat(Files.readString(folder.resolve("throughput-resnet50-2.svg")))
        .startsWith("<svg")
        .contains("<title>resnet50, threads a call: 2</title>");
    assertThat(folder.resolve("latency-resnet50-2.svg")).exists();
  }
}
