package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Torch;

/**
 * Starts processes beside one that trains, all with one folder of native libraries: {@code
 * StartMany 64 50 FOLDER} has 64 at a time, and 50 after each other in each place. Ends with exit
 * code 1 if one fails, if the training does, or if the libraries were unpacked twice or touched.
 * JavaCPP's cache, once shared by all, must stay empty.
 */
public final class StartMany {
  private final Path natives;
  private final Path javaCpp;
  private final List<String> options;

  private StartMany(Path natives) throws IOException {
    this.natives = natives;
    javaCpp = Files.createTempDirectory("javacpp");
    options =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Dresnet4j.natives=" + natives,
            "-Dorg.bytedeco.javacpp.cachedir=" + javaCpp);
  }

  /** With how many places, how many starts in each, and the folder; or what a child does. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "start" -> start();
      case "train" -> train();
      default -> {
        StartMany test = new StartMany(Path.of(arguments[2]).toAbsolutePath());
        System.exit(test.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
      }
    }
  }

  /** What every short process does: a sum in libtorch, and oneDNN's engine. */
  private static void start() {
    try (PointerScope scope = new PointerScope()) {
      float sum =
          torch.ones(new long[] {3}, Device.CPU.options(torch.ScalarType.Float)).sum().item_float();
      System.exit(sum == 3 && OneDnn.ENGINE.get_kind() != null ? 0 : 3);
    }
  }

  /** Trains until it is killed. */
  private static void train() throws IOException {
    Torch.setThreads(1);
    Path folder = Files.createTempDirectory("train-beside");
    TinyRun run = TinyRun.fast(TinyRun.images(600, 200)).withRecipe(TinyRun.fastRecipe(100_000));
    try (Trainer trainer = run.trainer(run.create(folder.resolve("run")))) {
      trainer.run(Progress.SILENT, () -> false);
    }
  }

  private int run(int places, int rounds) throws Exception {
    long begin = System.nanoTime();
    Process trainer = child("train").start();
    ExecutorService threads = Executors.newFixedThreadPool(places);
    int failed = 0;
    List<String> folders = new ArrayList<>();
    try {
      List<Callable<Integer>> starts = new ArrayList<>();
      for (int i = 0; i < places * rounds; i++) {
        starts.add(() -> child("start").start().waitFor());
      }
      List<Future<Integer>> ends = starts.stream().map(threads::submit).toList();
      for (int i = 0; i < ends.size(); i++) {
        int code = ends.get(i).get();
        failed += code == 0 ? 0 : 1;
        if (code != 0) {
          System.out.println("start " + i + " ended with " + code);
        }
        if (i % places == 0) {
          folders.add(state());
        }
      }
    } finally {
      threads.shutdown();
    }
    boolean trains = trainer.isAlive();
    trainer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    long kinds = folders.stream().distinct().count();
    long left = count(javaCpp);
    System.out.printf(
        "%d starts in %d places, %d failed; training %s; %d states of the folder seen after a start;"
            + " %d files in JavaCPP's cache; %d s%n",
        places * rounds,
        places,
        failed,
        trains ? "goes on" : "DIED with " + trainer.exitValue(),
        kinds,
        left,
        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    return failed == 0 && trains && kinds == 1 && left == 0 ? 0 : 1;
  }

  private ProcessBuilder child(String what) throws IOException {
    return ChildJvm.of(options, StartMany.class.getName(), List.of(what))
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Names, inodes and times of change of all files in the folder but the lock. */
  private String state() throws IOException {
    StringBuilder state = new StringBuilder();
    try (Stream<Path> files = Files.walk(natives)) {
      for (Path file : files.sorted().toList()) {
        if (!file.equals(natives) && !file.endsWith(".lock")) {
          state.append(file).append(Files.readAttributes(file, "unix:ino,ctime")).append('\n');
        }
      }
    }
    return state.toString();
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.count() - 1;
    }
  }
}
