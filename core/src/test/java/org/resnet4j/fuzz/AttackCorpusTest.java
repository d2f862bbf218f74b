package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.resnet4j.train.ChildJvm;

/**
 * Hostile files in a process with a heap of 256 MB: each is refused in one line and takes at most
 * 64 MB. What each cost, in seconds too, is in {@code target/attacks}.
 */
class AttackCorpusTest {
  /** Touched at the start, so that what the process grows by is native memory. */
  private static final List<String> OPTIONS =
      List.of("-Xms256m", "-Xmx256m", "-Xmn32m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  private static final int MOST_MEGABYTES = 64;

  /** The longest that one may take; generous, because machines are noisy. */
  private static final int HANG_SECONDS = 20;

  @ParameterizedTest
  @EnumSource
  void hostileFilesAreRefusedCheaply(AttackCorpus.Family family) throws Exception {
    Path table = Files.createDirectories(Path.of("target", "attacks")).resolve(family + ".tsv");
    int status =
        ChildJvm.of(OPTIONS, AttackCorpus.class.getName(), List.of(family.name()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(table.toFile())
            .start()
            .waitFor();
    assertThat(status).isZero();
    List<String> lines = Files.readAllLines(table, UTF_8);
    assertThat(lines).hasSameSizeAs(family.attacks());
    lines.forEach(AttackCorpusTest::check);
  }

  private static void check(String line) {
    String[] cells = line.split("\t", -1);
    assertThat(cells).as(line).hasSize(9);
    boolean refused = !cells[3].equals("read");
    assertThat(refused || cells[2].equals("false")).as("must be refused: %s", line).isTrue();
    if (refused) {
      assertThat(cells[3]).as(line).isIn("FormatException", "ImageException");
      assertThat(cells[4]).as(line).isNotBlank().hasSizeLessThan(2100);
    }
    assertThat(Double.parseDouble(cells[5])).as("seconds: %s", line).isLessThan(HANG_SECONDS);
    double megabytes = Double.parseDouble(cells[7]) + Double.parseDouble(cells[8]);
    assertThat(megabytes).as("megabytes: %s", line).isLessThan(MOST_MEGABYTES);
  }
}
