package org.resnet4j.bench.rival;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A rival in a separate Java process, which works only on request. */
public final class RivalProcess implements AutoCloseable {
  private static final Pattern TUNING =
      Pattern.compile("(MALLOC|OPENBLAS|OMP|GOMP|MKL|KMP|DNNL|ONEDNN|TORCH|ATEN)_.*");

  private static final Set<String> PRELOADS = Set.of("GLIBC_TUNABLES", "LD_PRELOAD");

  private final String label;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final Map<String, Double> facts;

  /**
   * Starts the process and waits until the rival is set up.
   *
   * @param label what errors call it
   * @param main the class that serves it by {@link RivalLoop}
   * @param words the arguments of that class
   * @param variables the only ones of its environment that tune it
   * @throws IOException if it does not come up
   */
  public RivalProcess(
      String label, Class<?> main, List<String> words, Map<String, String> variables)
      throws IOException {
    this.label = label;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // JavaCPP warns that its OpenBLAS is a release older, which is known (see pom.xml).
    command.add("-Dorg.bytedeco.javacpp.logger=slf4j");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    tune(builder.environment(), variables);
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

  /** Leaves no variable that tunes a library in an environment but the given ones. */
  static void tune(Map<String, String> environment, Map<String, String> variables) {
    environment
        .keySet()
        .removeIf(name -> TUNING.matcher(name).matches() || PRELOADS.contains(name));
    environment.putAll(variables);
  }

  /** The facts that the rival reports. */
  public Map<String, Double> facts() {
    return facts;
  }

  /** The processor time that all its threads have used. */
  Duration used() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Lets the rival work, and waits for its numbers. */
  public Map<String, Double> run(String order) throws IOException {
    orders.println(Messages.RUN + order);
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
        throw new IOException(label + " failed: " + e.getMessage(), e);
      }
    }
    throw new IOException(label + " ended without an answer");
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroy();
  }
}
