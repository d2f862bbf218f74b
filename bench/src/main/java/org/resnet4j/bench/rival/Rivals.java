package org.resnet4j.bench.rival;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rivals of a comparison, and the peak beside them: while one works, all others wait. */
public final class Rivals implements AutoCloseable {
  /** Lets the threads of the last one fall asleep. */
  private static final long PAUSE_MILLIS = 500;

  private final List<RivalProcess> processes = new ArrayList<>();
  private final RivalProcess peak;
  private final Map<String, Double> kernels = new TreeMap<>();
  private double idle;

  /**
   * Starts the process that measures the peak.
   *
   * @param launcher the variables that the launcher sets
   */
  public Rivals(int threads, Map<String, String> launcher) throws IOException {
    peak = new RivalProcess("peak", PeakRival.class, List.of(String.valueOf(threads)), launcher);
    processes.add(peak);
  }

  /** Takes in one more, and closes it in the end. */
  public RivalProcess add(RivalProcess process) {
    processes.add(process);
    return process;
  }

  /** Lets one work while the others wait. */
  public Map<String, Double> run(RivalProcess rival, String order)
      throws IOException, InterruptedException {
    double before = usedBesides(rival);
    long start = System.nanoTime();
    Map<String, Double> numbers = rival.run(order);
    double seconds = (System.nanoTime() - start) / 1e9;
    idle = Math.max(idle, (usedBesides(rival) - before) / seconds);
    Thread.sleep(PAUSE_MILLIS);
    return numbers;
  }

  private double usedBesides(RivalProcess rival) {
    return processes.stream()
        .filter(process -> process != rival)
        .mapToDouble(process -> process.used().toMillis() / 1e3)
        .sum();
  }

  /** Measures the peak once more. */
  public void measurePeak() throws IOException, InterruptedException {
    Map<String, Double> rates = run(peak, "");
    rates.remove(RivalLoop.FAULTS);
    rates.forEach((name, rate) -> kernels.merge(name, rate, Math::max));
  }

  /** The best that has been measured. */
  public Peaks peaks() {
    return new Peaks(new TreeMap<>(kernels));
  }

  /** The cores that those who waited used together, at the most at any time. */
  public double idle() {
    return idle;
  }

  /** Ends all processes. */
  @Override
  public void close() {
    processes.forEach(RivalProcess::close);
  }
}
