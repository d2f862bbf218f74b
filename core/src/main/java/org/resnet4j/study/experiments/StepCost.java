package org.resnet4j.study.experiments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Shortcut;
import org.resnet4j.data.Batch;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.study.StudySettings;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.Loss;
import org.resnet4j.train.Optimizer;
import org.resnet4j.train.Recipe;
import org.resnet4j.train.Recipes;
import org.resnet4j.train.TrainingStep;

/** A network that makes training steps on one batch of real images, to be timed and weighed. */
final class StepCost implements AutoCloseable {
  private static final int BATCH = 128;

  /** Where Linux tells the most memory that a process has held. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Network network;
  private final TensorMap momenta;
  private final Workers workers;
  private final Loader loader;
  private final Batch batch;
  private final TrainingStep step;

  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** A new network of an architecture for the embedded images or images of another shape. */
  StepCost(Architecture architecture, StudySettings settings) {
    this(architecture, settings.device(), settings.precision(), settings.threads());
  }

  private StepCost(Architecture architecture, String deviceName, String precision, int threads) {
    Device device = Device.named(deviceName);
    Dataset all = DataSets.open("fashion-mnist-mini", null).train().limit(BATCH);
    Recipe recipe = Recipes.named("paper", architecture, all);
    network =
        Network.create(
            architecture, Initialization.DEFAULT, 0, device, Precision.named(precision, device));
    momenta = Optimizer.momenta(network);
    workers = new Workers(device, threads, recipe.shards());
    loader = Loader.evaluation(all, Normalisation.of(all), BATCH);
    batch = Objects.requireNonNull(loader.next(), "the embedded set has images");
    step = new TrainingStep(network, momenta, recipe, Loss.of(recipe, all), workers);
  }

  /** Makes a step and gives the seconds that it took. */
  double step() {
    long start = System.nanoTime();
    step.run(batch, 0, 0);
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    loader.close();
    workers.close();
    momenta.close();
    network.close();
  }

  /**
   * By how many bytes a process grows at most during a training step on one thread: measured in one
   * of its own, which gives freed memory back at once. Empty where the system does not tell.
   *
   * @param network that the catalog of all experiments builds from its name, for the embedded
   *     images
   * @throws IOException if the process cannot be started or fails
   */
  static OptionalLong memory(Architecture network, StudySettings settings) throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")); // The heap stands still.
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), StepCost.class.getName()));
    words.addAll(
        List.of(
            network.name(),
            network.options().shortcut().name(),
            settings.device(),
            settings.precision()));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    // The launcher keeps freed memory, which is fast; here only the memory in use is wanted.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MALLOC_"));
    environment.put("MALLOC_ARENA_MAX", "1");
    environment.put("MALLOC_MMAP_THRESHOLD_", "131072");
    Process process = builder.start();
    String last = "";
    try (BufferedReader answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        last = line;
      }
      if (process.waitFor() != 0 || !last.matches("\\d+")) {
        throw new IOException(
            "the process that measures the memory of " + network.name() + " failed: " + last);
      }
      return OptionalLong.of(Long.parseLong(last));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring memory", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The process that {@link #memory} starts: prints the bytes. */
  public static void main(String[] words) throws IOException {
    Dataset images = DataSets.open("fashion-mnist-mini", null).train();
    Catalog catalog = Experiments.catalog();
    Architecture architecture =
        catalog.build(
            words[0],
            options ->
                options
                    .withShortcut(Shortcut.valueOf(words[1]))
                    .withInput(images.shape())
                    .withClasses(images.classes().size()));
    try (StepCost cost = new StepCost(architecture, words[2], words[3], 1)) {
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
