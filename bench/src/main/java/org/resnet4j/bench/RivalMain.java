package org.resnet4j.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The process of one rival. It answers every line {@code run N} on standard input by one line of
 * numbers, and ends with its input.
 */
final class RivalMain {
  /** In an answer, how many page faults a step had. */
  static final String FAULTS = "faults";

  private RivalMain() {}

  /** Arguments: the contestant, the batch size, the threads. */
  public static void main(String[] words) {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    int batch = Integer.parseInt(words[1]);
    int threads = Integer.parseInt(words[2]);
    try (Rival rival = Contestant.valueOf(words[0]).create(batch, threads);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say(out, rival.facts());
      String line;
      while ((line = in.readLine()) != null) {
        int steps = Integer.parseInt(line.substring(Messages.RUN.length()));
        double before = PageFaults.ofThisProcess();
        Map<String, Double> numbers = new HashMap<>(rival.run(steps));
        numbers.put(FAULTS, (PageFaults.ofThisProcess() - before) / steps);
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
