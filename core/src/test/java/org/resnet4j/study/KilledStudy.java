package org.resnet4j.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.data.Split;
import org.resnet4j.train.ChildJvm;
import org.resnet4j.train.run.EpochResult;

/** Runs a study in separate processes, which report their progress and are killed meanwhile. */
final class KilledStudy {
  /** These processes are too short-lived for the optimising compiler. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private KilledStudy() {}

  /** Starts or resumes the study in a folder, and prints a line for every event. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Study study =
        Files.exists(folder.resolve("study.json"))
            ? Study.open(folder, List.of(), null, TinyStudy.KNOWN)
            : create(folder);
    study.run(
        data(),
        new StudyProgress() {
          @Override
          public void step(Place place, long step, long total, double loss) {
            System.out.println("step");
          }

          @Override
          public void epoch(Place place, EpochResult result, int epochs) {
            System.out.println("epoch");
          }

          @Override
          public void measuring(Experiment experiment) {
            System.out.println("measuring");
          }
        },
        () -> false);
    System.out.println("finished");
  }

  static Split data() {
    return TinyStudy.data(128);
  }

  static Study create(Path folder) throws IOException {
    return TinyStudy.create(folder, 2, 2, List.of("tiny"), TinyStudy.KNOWN);
  }

  /**
   * Kills a process with SIGKILL when it has printed a word a given number of times.
   *
   * @return whether it had already finished
   */
  static boolean kill(Path folder, String word, int times) throws Exception {
    Process child =
        ChildJvm.of(QUICK_START, KilledStudy.class.getName(), List.of(folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int said = 0;
    try (BufferedReader out = child.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said += line.equals(word) ? 1 : 0;
        if (said == times) {
          child.destroyForcibly();
          child.waitFor();
          return false;
        }
        if (line.equals("finished")) {
          child.waitFor();
          return true;
        }
      }
      throw new IllegalStateException("the study failed: exit code " + child.waitFor());
    } finally {
      child.destroyForcibly();
    }
  }
}
