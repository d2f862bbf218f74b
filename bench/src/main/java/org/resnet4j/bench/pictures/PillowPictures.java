package org.resnet4j.bench.pictures;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.resnet4j.bench.rival.Messages;

/** Pillow in a separate Python process, which works only on request. */
final class PillowPictures implements PictureRival {
  private final Path list;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final double version;

  /**
   * Starts the process.
   *
   * @throws IOException if there is no such program, or no Pillow or numpy for it
   */
  PillowPictures(String python, List<Path> files) throws IOException {
    list = Files.createTempFile("pictures", ".txt");
    Files.writeString(list, files.stream().map(Path::toString).collect(Collectors.joining("\0")));
    ProcessBuilder builder = new ProcessBuilder(python, "-c", script(), list.toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = builder.start();
    orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    version = answer().getOrDefault("version", Double.NaN);
  }

  private static String script() throws IOException {
    try (InputStream in = PillowPictures.class.getResourceAsStream("pillow.py")) {
      if (in == null) {
        throw new IOException("pillow.py is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public String label() {
    return "Pillow " + version;
  }

  @Override
  public Times run() throws IOException {
    orders.println(Messages.RUN);
    Map<String, Double> times = answer();
    return new Times(
        times.getOrDefault("decode", Double.NaN), times.getOrDefault("frame", Double.NaN));
  }

  private Map<String, Double> answer() throws IOException {
    String line;
    while ((line = answers.readLine()) != null) {
      Optional<Map<String, Double>> answer = Messages.read(line);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    close();
    throw new IOException("Pillow or numpy is missing");
  }

  @Override
  public void close() {
    process.destroy();
    list.toFile().delete();
  }
}
