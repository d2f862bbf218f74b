package org.resnet4j.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Download;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resnet data}: which data sets there are, and fetching them. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "List the data sets, or fetch one from its official home.",
    subcommands = {DataCommand.Fetch.class})
final class DataCommand implements Callable<Integer> {
  @Option(names = "--data-dir", description = "Where to look (default: ~/.cache/resnet4j/data).")
  private @Nullable Path dataDir;

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    Map<String, Boolean> present = new LinkedHashMap<>();
    for (String name : DataSets.names()) {
      present.put(name, DataSets.isPresent(name, dataDir));
    }
    StringBuilder text = new StringBuilder();
    present.forEach(
        (name, here) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-20s %s%n",
                    name,
                    here ? "here" : "missing: resnet data fetch " + name)));
    text.append(
        String.format(Locale.ROOT, "%-20s %s%n", "folder:DIR", "your images, a folder per class"));
    answer.give(Map.of("present", present), text::toString);
    return 0;
  }

  /** {@code resnet data fetch}. */
  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Fetch a data set, check it against its published checksum, and keep it.")
  static final class Fetch implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The data set.")
    private String name = "";

    @Option(names = "--data-dir", description = "Where to (default: ~/.cache/resnet4j/data).")
    private @Nullable Path dataDir;

    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      List<Path> files;
      try (DownloadBar bar = new DownloadBar(name, answer)) {
        files = DataSets.fetch(name, dataDir, new Download(), bar);
      }
      List<String> paths = files.stream().map(Path::toString).toList();
      answer.give(
          Map.of("data", name, "files", paths),
          () ->
              paths.isEmpty()
                  ? name + " comes with the library; nothing to fetch"
                  : String.join("\n", paths));
      return 0;
    }
  }
}
