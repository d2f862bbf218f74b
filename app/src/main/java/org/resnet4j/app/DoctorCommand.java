package org.resnet4j.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet doctor}: reports what this machine supports and what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Report Java, processor, GPU, data sets and settings of this machine.")
final class DoctorCommand implements Callable<Integer> {
  /** The memory and thread settings that the launcher makes. */
  private static final List<String> TUNING =
      List.of(
          "OPENBLAS_NUM_THREADS",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "MALLOC_MMAP_MAX_",
          "MALLOC_ARENA_MAX");

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The folder to search for data sets.")
  private @Nullable Path dataDir;

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("java", Runtime.version() + " (" + System.getProperty("java.home") + ")");
    facts.put("libtorch", Torch.version());
    facts.put("natives", Torch.natives().toString());
    facts.put("processor", Torch.processor());
    facts.put("instructions", Torch.instructionSet());
    facts.put(
        "bf16",
        Torch.hasBf16Instructions() ? "in hardware" : "not in hardware: falls back to fp32");
    facts.put("cores", Torch.physicalCores());
    facts.put("allocator", tuning());
    String problem = Torch.cudaProblem();
    facts.put("cuda", problem.isEmpty() ? "ready" : "not used: " + problem);
    facts.put(
        "data",
        DataSets.standard().names().stream()
            .filter(name -> DataSets.standard().isPresent(name, dataDir))
            .collect(Collectors.joining(", ")));
    facts.put("dataDir", (dataDir == null ? DataSets.defaultDirectory() : dataDir).toString());
    answer.give(
        facts,
        () ->
            facts.entrySet().stream()
                .map(fact -> String.format(Locale.ROOT, "%-14s%s", fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n")));
    return 0;
  }

  private static String tuning() {
    String set =
        TUNING.stream()
            .filter(name -> System.getenv(name) != null)
            .map(name -> name + "=" + System.getenv(name))
            .collect(Collectors.joining(" "));
    return set.isEmpty() ? "defaults: start with ./resnet for more speed" : set;
  }
}
