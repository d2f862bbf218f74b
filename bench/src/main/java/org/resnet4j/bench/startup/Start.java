package org.resnet4j.bench.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The cost of a process from start to exit. Time and memory are read every 5 ms from outside, so
 * the last of them are missed; processes that it waited for are not counted.
 *
 * @param seconds on the clock
 * @param processorSeconds of all its threads, in user and system mode
 * @param megabytes that it had in memory at most, NaN where the system does not say
 */
record Start(double seconds, double processorSeconds, double megabytes) {
  private static final long BETWEEN_LOOKS_MS = 5;

  /** After which a process is given up; the first may have to build the program. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /**
   * Runs a command to its end.
   *
   * @param javaArguments that the launcher hands to Java
   * @throws IOException if it fails, with the last line that it wrote
   */
  static Start of(List<String> command, String javaArguments) throws IOException {
    Path output = Files.createTempFile("resnet-start", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.environment().put("RESNET4J_JAVA_ARGS", javaArguments);
      long start = System.nanoTime();
      Process process = builder.start();
      double processor = 0;
      double peak = Double.NaN;
      try {
        while (!process.waitFor(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS)) {
          processor = Math.max(processor, processorSeconds(process));
          peak = latest(peak, peakMegabytes(process));
          if (System.nanoTime() - start > LONGEST.toNanos()) {
            throw new IOException(
                command.get(0) + " did not end in " + LONGEST.toMinutes() + " min");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + command.get(0) + " ran", e);
      } finally {
        process.destroy();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed: " + lastLine(output));
      }
      return new Start(seconds, processor, peak);
    } finally {
      Files.delete(output);
    }
  }

  private static double processorSeconds(Process process) {
    return process.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }

  private static double latest(double before, double now) {
    return Double.isNaN(now) ? before : now;
  }

  private static double peakMegabytes(Process process) {
    try {
      return peakMegabytes(Files.readString(Path.of("/proc", process.pid() + "", "status")));
    } catch (IOException e) {
      return Double.NaN; // It has just ended, or this is not Linux.
    }
  }

  /** The status file of a process, which contains {@code VmHWM: 1234 kB} while it has memory. */
  static double peakMegabytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.isEmpty() ? "it wrote nothing" : lines.get(lines.size() - 1);
  }
}
