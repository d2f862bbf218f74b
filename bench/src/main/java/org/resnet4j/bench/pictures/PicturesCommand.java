package org.resnet4j.bench.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.bench.pictures.PictureRival.Times;
import org.resnet4j.bench.rival.Referee;
import org.resnet4j.bench.rival.Results;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares decoding, resizing and random resized crops of a folder's pictures in ResNet4J, Pillow
 * with torchvision, and the JDK, in turns.
 */
@Command(
    name = "pictures",
    mixinStandardHelpOptions = true,
    description = "Compare decoding, resizing and cropping of pictures, in turns.")
public final class PicturesCommand implements Callable<Integer> {
  private static final Set<String> JPEG = Set.of("jpg", "jpeg");
  private static final Set<String> OTHERS = Set.of("png", "gif", "bmp", "webp");

  /** So that a turn's parallel work is long enough for its start not to matter. */
  private static final int ROUNDS = 4;

  /** Uncounted turns, in which compilers and caches warm up. */
  private static final int WARM_UPS = 3;

  @Option(names = "--folder", required = true, paramLabel = "DIR", description = "The pictures.")
  private Path folder = Path.of("");

  @Option(names = "--turns", defaultValue = "7", description = "Turns of each (${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads, or DataLoader's workers, of the parallel part (all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      defaultValue = "/usr/bin/python3",
      description = "A Python that has Pillow, numpy, and torchvision or not (${DEFAULT-VALUE}).")
  private String python = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers to a file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Referee referee = new Referee(spec);
    referee.requireAtLeastOne("--turns", turns);
    referee.requireAtLeastOne("--threads", threads);
    if (!Files.isDirectory(folder)) {
      throw referee.wrong("--folder: expected a folder of pictures, got " + folder);
    }
    referee.requireFolderFor("--json", json);
    PictureScore score = compete(files(referee), referee);
    referee.table(score.table());
    if (json != null) {
      Results.write(json, score.toJson());
    }
    return 0;
  }

  private List<Path> files(Referee referee) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(file -> JPEG.contains(ending(file)) || OTHERS.contains(ending(file)))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw referee.wrong("--folder: expected pictures, found none in " + folder);
      }
      return files;
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private PictureScore compete(List<Path> files, Referee referee) throws IOException {
    List<String> absent = new ArrayList<>();
    List<Crop> crops = Crop.of(files);
    OwnPictures own = new OwnPictures(crops, threads, ROUNDS);
    List<PictureRival> rivals = new ArrayList<>(List.of(own));
    try {
      rivals.add(new PillowPictures(python, crops, threads, ROUNDS));
    } catch (IOException e) {
      absent.add("Pillow: " + python + ": " + e.getMessage());
    }
    if (files.stream().allMatch(file -> JPEG.contains(ending(file)))) {
      rivals.add(new JdkPictures(crops));
    } else {
      absent.add("the JDK's ImageIO: compared only on folders of JPEG files");
    }
    Map<String, List<Times>> times = new LinkedHashMap<>();
    rivals.forEach(rival -> times.put(rival.label(), new ArrayList<>()));
    try {
      for (PictureRival rival : rivals) {
        for (int i = 0; i < WARM_UPS; i++) {
          rival.run();
        }
      }
      for (int turn = 1; turn <= turns; turn++) {
        StringBuilder line = new StringBuilder("turn " + turn + ":");
        for (PictureRival rival : rivals) {
          Times took = rival.run();
          times.computeIfAbsent(rival.label(), label -> new ArrayList<>()).add(took);
          line.append(String.format(Locale.ROOT, " %s %.2f", rival.label(), took.decode()));
        }
        referee.progress(line + " s of decoding");
        // Rotate the order, so that no rival always follows the same one.
        Collections.rotate(rivals, 1);
      }
    } finally {
      rivals.forEach(PictureRival::close);
    }
    return new PictureScore(
        Torch.processor(), threads, files.size(), own.pixels(), turns, times, List.copyOf(absent));
  }
}
