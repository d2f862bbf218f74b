package org.resnet4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A rival in a Java process of its own, which works only when it is told to. */
final class RivalProcess implements AutoCloseable {
  private final Contestant contestant;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final Map<String, Double> facts;

  /**
   * Starts the process and waits until the rival is set up.
   *
   * @throws IOException if it does not come up
   */
  RivalProcess(Contestant contestant, Map<String, String> launcher, int batch, int threads)
      throws IOException {
    this.contestant = contestant;
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // JavaCPP warns that its OpenBLAS is a release older, which is known (see pom.xml).
            "-Dorg.bytedeco.javacpp.logger=slf4j",
            "-cp",
            System.getProperty("java.class.path"),
            RivalMain.class.getName(),
            contestant.name(),
            String.valueOf(batch),
            String.valueOf(threads));
    contestant.prepare(builder.environment(), launcher);
    // DJL: nothing fetched, nobody told, and its libtorch unpacked where a clean build takes it.
    builder.environment().put("DJL_OFFLINE", "true");
    builder.environment().put("OPT_OUT_TRACKING", "true");
    builder
        .environment()
        .put("DJL_CACHE_DIR", Launcher.home().resolve("bench/target/djl").toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      facts = answer();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  Contestant contestant() {
    return contestant;
  }

  /** What the rival says about itself. */
  Map<String, Double> facts() {
    return facts;
  }

  /** The processor time that all its threads have used. */
  Duration used() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Lets the rival work, and waits for its numbers. */
  Map<String, Double> run(int steps) throws IOException {
    orders.println(Messages.RUN + steps);
    return answer();
  }

  private Map<String, Double> answer() throws IOException {
    String line;
    while ((line = answers.readLine()) != null) {
      try {
        Optional<Map<String, Double>> answer = Messages.read(line);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (IOException e) {
        throw new IOException(contestant.label() + " failed: " + e.getMessage(), e);
      }
    }
    throw new IOException(contestant.label() + " ended without an answer");
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroy();
  }
}
