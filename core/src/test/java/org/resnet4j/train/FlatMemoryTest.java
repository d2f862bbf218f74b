package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatMemoryTest {
  /**
   * In a separate process, whose heap is touched at the start and so cannot grow: all growth is
   * native memory. JavaCPP's own limits, which would end a leak early, are lifted.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-Xms192m",
          "-Xmx192m",
          "-XX:+AlwaysPreTouch",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  @Test
  void trainingAndInferenceStayFlatAndALeakShows() throws Exception {
    Process child = ChildJvm.start(OPTIONS, MemoryGrowth.class);
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isZero();
    Map<String, Double> growth = new HashMap<>();
    text.lines()
        .map(line -> line.split(" "))
        .forEach(words -> growth.put(words[0], Double.parseDouble(words[1])));
    assertThat(growth).containsOnlyKeys("training", "inference", "prediction", "loading", "leak");
    assertThat(growth.get("training")).as("2,000 training steps").isLessThan(0.05);
    assertThat(growth.get("inference")).as("10,000 inferences").isLessThan(0.05);
    assertThat(growth.get("prediction")).as("3,000 predictions").isLessThan(0.05);
    assertThat(growth.get("loading")).as("100 models loaded and closed").isLessThan(0.05);
    assertThat(growth.get("leak")).as("64 KB leaked 2,000 times").isGreaterThan(0.05);
  }
}
