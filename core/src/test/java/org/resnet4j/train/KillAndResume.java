package org.resnet4j.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.resnet4j.train.run.RunFolder;

/**
 * Kills training processes with SIGKILL at random instants, resumes them, and compares the weights
 * at the end with those of a run that nobody disturbed. {@code KillAndResume 20} does it to 20 runs
 * and ends with exit code 1 if one of them differs.
 */
public final class KillAndResume {
  /** What a child says when the network stands and training begins. */
  private static final String READY = "ready";

  private final TinyRun run =
      TinyRun.fast(TinyRun.images(600, 200)).withRecipe(TinyRun.fastRecipe(6));
  private final Path folder;
  private final Random random;
  private String expected = "";
  private long trainingMillis;

  KillAndResume(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  /** With the number of runs, or {@code child RUN} for one that may be killed. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("child")) {
      train(Path.of(arguments[1]));
      return;
    }
    Path folder = Files.createTempDirectory("kill-and-resume");
    long seed = System.nanoTime();
    System.out.println("seed " + seed + ", runs in " + folder);
    KillAndResume test = new KillAndResume(folder, seed);
    System.out.println("undisturbed: " + test.undisturbed());
    int runs = Integer.parseInt(arguments[0]);
    int different = 0;
    for (int i = 1; i <= runs; i++) {
      String actual = test.killed("run" + i, 1);
      boolean equal = actual.equals(test.undisturbed());
      different += equal ? 0 : 1;
      System.out.println("run " + i + ": " + (equal ? "equal" : "DIFFERENT " + actual));
    }
    System.out.println(different + " of " + runs + " runs differ");
    System.exit(different == 0 ? 0 : 1);
  }

  private static void train(Path path) throws IOException {
    TinyRun run = TinyRun.fast(TinyRun.images(600, 200)).withRecipe(TinyRun.fastRecipe(6));
    try (Trainer trainer = run.trainer(RunFolder.open(path))) {
      System.out.println(READY);
      trainer.run(Progress.SILENT, () -> false);
      System.out.println(trainer.weightsSha256());
    }
  }

  /** The SHA-256 of the weights of a run in one piece. */
  String undisturbed() throws IOException {
    if (expected.isEmpty()) {
      run.create(folder.resolve("undisturbed"));
      Process child = start("undisturbed");
      try (BufferedReader out = output(child)) {
        awaitReady(out);
        long start = System.nanoTime();
        expected = String.valueOf(out.readLine());
        trainingMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      } finally {
        child.destroyForcibly();
      }
    }
    return expected;
  }

  /**
   * The SHA-256 of the weights of a run that was killed that many times, at instants spread over
   * the time that is left of it, with a share for the last process that nobody kills.
   */
  String killed(String name, int times) throws IOException, InterruptedException {
    undisturbed();
    run.create(folder.resolve(name));
    int kills = 0;
    long left = trainingMillis;
    while (true) {
      Process child = start(name);
      try (BufferedReader out = output(child)) {
        awaitReady(out);
        if (kills < times) {
          long instant = random.nextLong(Math.max(1, left / (times - kills + 1)));
          if (!child.waitFor(instant, TimeUnit.MILLISECONDS)) {
            kills++;
            left -= instant;
            child.destroyForcibly().waitFor();
            System.out.println(name + ": killed after " + instant + " ms of training");
            continue;
          }
        }
        String sha256 = out.readLine();
        if (kills < times) {
          throw new IllegalStateException("the run ended after " + kills + " kills");
        }
        return String.valueOf(sha256);
      } finally {
        child.destroyForcibly();
      }
    }
  }

  private Process start(String name) throws IOException {
    return ChildJvm.start(List.of(), KillAndResume.class, "child", folder.resolve(name).toString());
  }

  private static BufferedReader output(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void awaitReady(BufferedReader out) throws IOException {
    String line = out.readLine();
    if (!READY.equals(line)) {
      throw new IllegalStateException("the child said " + line);
    }
  }
}
