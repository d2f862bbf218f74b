package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.resnet4j.train.ChildJvm;

/** Feeds each target its corpus, then what Jazzer makes of it for {@code fuzz.seconds}. */
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 8);

  /** The only target to be fuzzed, or nothing for all. */
  private static final String ONLY = System.getProperty("fuzz.target", "");

  /** The longest that one input may take; generous, because machines are noisy. */
  private static final int HANG_SECONDS = 10;

  /** As many at a time as there are cores on a small machine. */
  private static final ExecutorService CHILDREN = Executors.newFixedThreadPool(2);

  private static final Map<Target, Future<Path>> RUNS = new EnumMap<>(Target.class);

  private static final Pattern INPUTS = Pattern.compile("number_of_executed_units: (\\d+)");

  @ParameterizedTest
  @EnumSource
  void theCorpusIsReadOrRefused(Target target) throws IOException {
    List<Path> corpus = Corpus.of(target);
    assertThat(corpus).isNotEmpty();
    for (Path file : corpus) {
      try {
        target.feed(Files.readAllBytes(file));
      } catch (IOException | RuntimeException | Error e) {
        fail("target " + target + " fails on " + file, e);
      }
    }
  }

  @BeforeAll
  static void startAll() {
    if (SECONDS > 0) {
      for (Target target : ONLY.isEmpty() ? Target.values() : new Target[] {Target.valueOf(ONLY)}) {
        RUNS.put(target, CHILDREN.submit(() -> fuzz(target)));
      }
    }
    CHILDREN.shutdown();
  }

  @AfterAll
  static void stop() {
    CHILDREN.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void mutationsAreReadOrRefused(Target target) throws Exception {
    Future<Path> run = RUNS.get(target);
    assumeTrue(run != null, "fuzzing is off: -Dfuzz.seconds=0, or another -Dfuzz.target");
    Path log = run.get();
    Matcher inputs = INPUTS.matcher(Files.readString(log, ISO_8859_1));
    assertThat(inputs.find()).as("Jazzer ran, see %s", log).isTrue();
    System.out.println("fuzz " + target + ": " + inputs.group(1) + " inputs, no finding");
  }

  /** Fuzzes in a child; the log of its run, which names the input of a finding. */
  private static Path fuzz(Target target) throws IOException, InterruptedException {
    Path folder = Path.of("target", "fuzz", target.folder()).toAbsolutePath();
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    for (Path seed : Corpus.of(target)) {
      Files.write(corpus.resolve(seed.getFileName()), Files.readAllBytes(seed));
    }
    Path log = folder.resolve("log");
    ProcessBuilder child =
        ChildJvm.of(
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "com.code_intelligence.jazzer.Jazzer",
            List.of(
                "--target_class=" + Fuzz.class.getName(),
                "--target_args=" + target,
                "--instrumentation_includes=org.resnet4j.**",
                "--custom_hook_includes=org.resnet4j.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=" + HANG_SECONDS,
                "-rss_limit_mb=1024",
                "-print_final_stats=1",
                corpus.toString()));
    // A shell between, because Linux counts the memory of the process that starts another as its
    // most resident memory.
    child.command().addAll(0, List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
    Process running = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(running.waitFor()).as("status of fuzzing %s, see %s", target, log).isZero();
    } finally {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
    }
    return log;
  }
}
