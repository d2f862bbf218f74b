package org.resnet4j.bench.rival;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The process of one rival, as its {@code main} runs it. */
public final class RivalLoop {
  /** In an answer, how many page faults the work had. */
  public static final String FAULTS = "faults";

  private RivalLoop() {}

  /**
   * Sets up a rival, answers every line {@code run ORDER} on standard input by one line of numbers,
   * and ends the process with its input.
   */
  public static void serve(Callable<Rival> setUp) {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    try (Rival rival = setUp.call();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say(out, rival.facts());
      String line;
      while ((line = in.readLine()) != null) {
        double before = PageFaults.ofThisProcess();
        Map<String, Double> numbers =
            new HashMap<>(rival.run(line.substring(Messages.RUN.length())));
        numbers.put(FAULTS, PageFaults.ofThisProcess() - before);
        say(out, numbers);
      }
    } catch (Exception | LinkageError e) {
      out.println(Messages.failure(e));
    }
    // DJL leaves threads behind that would keep the process.
    System.exit(0);
  }

  private static void say(PrintWriter out, Map<String, Double> answer) {
    out.println(Messages.answer(answer));
  }
}
