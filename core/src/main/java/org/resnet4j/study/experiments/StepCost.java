package org.resnet4j.study.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.compiled.gradient.Differentiation;
import org.resnet4j.compiled.gradient.LayerwiseDifferentiation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.step.TrainingStep;

/** Takes training steps on one batch of real images, to measure their time and memory. */
final class StepCost implements AutoCloseable {
  /** Time of a training step, a value for every turn: its number is used as the seed. */
  static final String STEP = "training step (ms)";

  /** The images of a step, or all if there are fewer. */
  static final int BATCH = 128;

  /** The caption of a table with {@link #STEP}. */
  static final String CAPTION =
      "The time of a training step, of "
          + BATCH
          + " images, or all if there are fewer, is measured in"
          + " turns over the networks; its ± is the standard deviation over the turns.";

  /** Turns of the stopwatch; the first warms up and does not count. */
  private static final int TURNS = 9;

  /** Where Linux tells the most memory that a process has held. */
  private static final Path STATUS = Path.of("/proc/self/status");

  /** The exit codes of a process that HUP, INT or TERM have stopped. */
  private static final Set<Integer> BY_SIGNAL = Set.of(129, 130, 143);

  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private final Network network;
  private final TensorMap momenta;
  private final Workers workers;
  private final Loader loader;
  private final Batch batch;
  private final TrainingStep step;

  /** A new network of an architecture for these images. */
  private StepCost(
      Architecture architecture,
      Dataset images,
      Device device,
      Precision precision,
      int threads,
      Function<Network, Differentiation> differentiation) {
    Dataset all = images.limit(BATCH);
    Recipe recipe = Recipes.standard().named("paper", architecture, all);
    network = Network.create(architecture, Initialization.DEFAULT, 0, device, precision);
    momenta = recipe.optimizer().momenta(network);
    workers = new Workers(device, threads, recipe.shards());
    loader = Loader.evaluation(all, Normalisation.of(all), BATCH);
    batch = Objects.requireNonNull(loader.next(), "a set has at least one image");
    step =
        new TrainingStep(
            network,
            momenta,
            recipe,
            Loss.of(recipe, all),
            workers,
            differentiation.apply(network));
  }

  /** The images that come with the library: there are always some. */
  static Dataset embedded() {
    return DataSets.standard().open("fashion-mnist-mini", null).train();
  }

  /**
   * The time of a training step of each network. They take turns, so that what else the machine
   * does meets them all alike.
   */
  static Results inTurns(Lab lab, Dataset images, List<Subject> subjects) {
    StudySettings settings = lab.settings();
    Results.Recorder recorder = new Results.Recorder();
    List<StepCost> running = new ArrayList<>();
    try {
      for (Subject subject : subjects) {
        running.add(
            new StepCost(
                subject.build(lab.catalog(), images),
                images,
                settings.device().requireUsable(),
                settings.precision(),
                settings.threads(),
                Differentiation::of));
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < running.size(); i++) {
          lab.tell(
              "training steps: turn "
                  + (turn + 1)
                  + " of "
                  + TURNS
                  + ", "
                  + subjects.get(i).name());
          double seconds = running.get(i).step();
          if (turn > 0) {
            recorder.value(subjects.get(i).name(), STEP, turn, 1000 * seconds);
          }
        }
      }
    } finally {
      running.forEach(StepCost::close);
    }
    return recorder.results();
  }

  /** The ratio of the step times of two networks, turn by turn. */
  static Sample ratio(Results results, String above, String below) {
    List<Double> times = results.sample(above, STEP).values();
    List<Double> others = results.sample(below, STEP).values();
    return new Sample(
        IntStream.range(0, Math.min(times.size(), others.size()))
            .mapToObj(turn -> times.get(turn) / others.get(turn))
            .toList());
  }

  /** Takes a step and returns its seconds. */
  private double step() {
    long start = System.nanoTime();
    step.run(batch, 0, 0);
    network.await();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    step.close();
    loader.close();
    workers.close();
    momenta.close();
    network.close();
  }

  /**
   * The most bytes by which a process grows during a training step layer by layer on one thread,
   * which computes the shards of the batch one after the other and keeps no memory for the next:
   * measured in a separate process, which returns freed memory at once. Empty where that cannot be
   * measured: on a GPU, on systems other than Linux, and where the system denies it.
   *
   * @param network that the catalog of all experiments builds from its name, for the embedded
   *     images
   * @throws InterruptedIOException if the calling thread is interrupted
   */
  static OptionalLong memory(Architecture network, StudySettings settings)
      throws InterruptedIOException {
    if (settings.device() != Device.CPU || !Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")); // The heap stands still.
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), StepCost.class.getName()));
    words.addAll(
        List.of(
            network.name(), network.options().shortcut().name(), settings.precision().toString()));
    return answer(words);
  }

  /**
   * The number in the last line that a process prints; empty if it fails.
   *
   * @throws InterruptedIOException if it is interrupted, as Ctrl-C does to all of a terminal
   */
  static OptionalLong answer(List<String> words) throws InterruptedIOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(Redirect.DISCARD);
    // The launcher keeps freed memory for speed; here only memory in use counts.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MALLOC_"));
    environment.put("MALLOC_ARENA_MAX", "1");
    environment.put("MALLOC_MMAP_THRESHOLD_", "131072");
    try {
      Process process = builder.start();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        String last = text.substring(text.lastIndexOf('\n') + 1); // Java may warn before it.
        int code = process.waitFor();
        if (BY_SIGNAL.contains(code)) {
          throw new InterruptedIOException("interrupted while measuring memory");
        }
        return code == 0 && last.matches("\\d{1,18}")
            ? OptionalLong.of(Long.parseLong(last))
            : OptionalLong.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while measuring memory");
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // A page without this number is better than none.
      return OptionalLong.empty();
    }
  }

  /** The process that {@link #memory} starts: prints the bytes. */
  public static void main(String[] words) throws IOException {
    Dataset images = embedded();
    Catalog catalog = Experiments.catalog();
    Architecture architecture =
        catalog.build(
            words[0],
            options ->
                options
                    .withShortcut(Shortcut.valueOf(words[1]))
                    .withInput(images.shape())
                    .withClasses(images.classes().size()));
    try (StepCost cost =
        new StepCost(
            architecture,
            images,
            Device.CPU,
            Precision.named(words[2], Device.CPU),
            1,
            LayerwiseDifferentiation::new)) {
      cost.step(); // Loads code and fills caches.
      Files.writeString(CLEAR, "5"); // From here on VmHWM counts anew: proc(5).
      long before = bytes("VmRSS");
      cost.step();
      System.out.println(bytes("VmHWM") - before);
    }
  }

  private static long bytes(String key) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(key + ":")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(STATUS + " does not tell " + key);
  }
}
