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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.resnet4j.bench.rival.Messages;
import org.resnet4j.image.ResizedBox;

/**
 * Pillow, and torchvision if it is there, in a separate Python process, which works only on
 * request.
 */
final class PillowPictures implements PictureRival {
  private final Path list;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final double version;
  private final Optional<Double> torchvision;

  /**
   * Starts the process.
   *
   * @param workers of torch's DataLoader
   * @param rounds through all files, of which {@link Times#parallel} is the mean
   * @throws IOException if there is no such program, or no Pillow or numpy for it
   */
  PillowPictures(String python, List<Crop> crops, int workers, int rounds) throws IOException {
    list = Files.createTempFile("pictures", ".txt");
    Files.writeString(
        list, crops.stream().map(PillowPictures::entry).collect(Collectors.joining()));
    ProcessBuilder builder =
        new ProcessBuilder(
            python,
            "-c",
            script(),
            list.toString(),
            String.valueOf(workers),
            String.valueOf(rounds));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = builder.start();
    orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Map<String, Double> versions = answer();
    version = versions.getOrDefault("version", Double.NaN);
    torchvision = Optional.ofNullable(versions.get("torchvision"));
  }

  /** As the script reads it: the path, the box and whether it is flipped. */
  private static String entry(Crop crop) {
    ResizedBox box = crop.box();
    return String.format(
        Locale.ROOT,
        "%s\0%d %d %d %d %d\0",
        crop.file(),
        box.top(),
        box.left(),
        box.height(),
        box.width(),
        crop.flipped() ? 1 : 0);
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
    return "Pillow " + version + torchvision.map(it -> ", torchvision " + it).orElse("");
  }

  @Override
  public Times run() throws IOException {
    orders.println(Messages.RUN);
    Map<String, Double> times = answer();
    return new Times(
        time(times, "decode"),
        time(times, "frame"),
        time(times, "augment"),
        time(times, "parallel"));
  }

  private static double time(Map<String, Double> times, String name) {
    return times.getOrDefault(name, Double.NaN);
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
