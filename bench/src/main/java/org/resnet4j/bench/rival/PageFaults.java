package org.resnet4j.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The minor page faults of this process: the cost of a wasteful allocator. */
final class PageFaults {
  /** The place of the minor faults behind the name in /proc/self/stat: field 10 of proc(5). */
  private static final int FIELD = 7;

  private PageFaults() {}

  /** All faults since the start that needed no disk, or NaN where the system does not say. */
  static double ofThisProcess() {
    try {
      return parse(Files.readString(Path.of("/proc/self/stat")));
    } catch (IOException e) {
      return Double.NaN; // Not Linux.
    }
  }

  static double parse(String stat) {
    // The name stands in brackets, and may hold spaces and brackets itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Double.parseDouble(fields[FIELD]);
  }
}
