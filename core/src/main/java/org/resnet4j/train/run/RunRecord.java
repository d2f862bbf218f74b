package org.resnet4j.train.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.Json;
import org.resnet4j.torch.Torch;

/**
 * The content of {@code run.json}: the settings, and the environment of the run.
 *
 * @param dataDir the folder of the data set, or null for the default
 * @param command the words of the command line
 * @param versions of ResNet4J, libtorch and Java
 * @param machine the processor and system
 * @param results of the run; null until it ends
 */
public record RunRecord(
    RunSettings settings,
    @Nullable String dataDir,
    List<String> command,
    String started,
    Map<String, String> versions,
    Map<String, String> machine,
    @Json.Optional @Nullable RunResults results) {

  /** A record of this process and machine, now. */
  public static RunRecord now(
      RunSettings settings, @Nullable String dataDir, List<String> command) {
    return new RunRecord(
        settings, dataDir, command, timeNow(), versionsHere(), machineHere(), null);
  }

  /** A copy with other results, or without results if null. */
  public RunRecord withResults(@Nullable RunResults value) {
    return new RunRecord(settings, dataDir, command, started, versions, machine, value);
  }

  /** The current time, to the second, in ISO 8601 format. */
  public static String timeNow() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The versions of ResNet4J, libtorch and Java in this process. */
  public static Map<String, String> versionsHere() {
    String own = RunRecord.class.getPackage().getImplementationVersion();
    return sorted(
        Map.of(
            "resnet4j", own == null ? "development" : own,
            "libtorch", Torch.version(),
            "java", Runtime.version().toString()));
  }

  /** The processor and system of this machine. */
  public static Map<String, String> machineHere() {
    return sorted(
        Map.of(
            "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            "processors", String.valueOf(Runtime.getRuntime().availableProcessors()),
            "processor", Torch.processor(),
            "instructions", Torch.instructionSet()));
  }

  /** The order of {@link Map#of} changes from run to run. */
  private static Map<String, String> sorted(Map<String, String> entries) {
    return new TreeMap<>(entries);
  }
}
