package org.resnet4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.DownloadBar;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.io.download.Download;
import org.resnet4j.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resnet data}: lists, downloads and checks data sets. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description =
        "List data sets, download one from its official site, check your pictures or pack them.",
    subcommands = {
      DataCommand.ListNames.class,
      DataCommand.Fetch.class,
      DataCheckCommand.class,
      DataPreviewCommand.class,
      DataPackCommand.class,
      DataVerifyCommand.class
    },
    footer = {
      "%nExamples:",
      "  resnet data list",
      "  resnet data fetch cifar10",
      "  resnet data pack --data folder:DIR --to SHARDS"
    })
final class DataCommand implements Callable<Integer> {
  @Mixin private ListNames list = new ListNames();

  @Override
  public Integer call() {
    return list.call();
  }

  /** {@code resnet data list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the data sets with their sizes and locations.")
  static final class ListNames implements Callable<Integer> {
    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description = "The folder to search (default: ~/.cache/resnet4j/data).")
    private @Nullable Path dataDir;

    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      Map<String, Boolean> present = new LinkedHashMap<>();
      List<Map<String, Object>> sets = new ArrayList<>();
      for (String name : DataSets.standard().names()) {
        present.put(name, DataSets.standard().isPresent(name, dataDir));
        sets.add(object(name));
      }
      answer.give(Map.of("present", present, "sets", sets), this::text);
      return 0;
    }

    private Map<String, Object> object(String name) {
      DataSets.Size size = DataSets.standard().size(name);
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("classes", size.classes());
      object.put("trainImages", size.train());
      object.put("testImages", size.test());
      object.put("image", size.image());
      object.put("present", DataSets.standard().isPresent(name, dataDir));
      object.put("embedded", DataSets.standard().files(name).isEmpty());
      object.put(
          "place", DataSets.standard().place(name, dataDir).map(Path::toString).orElse(null));
      return object;
    }

    private String text() {
      List<List<String>> rows = new ArrayList<>();
      StringBuilder places = new StringBuilder();
      rows.add(List.of("name", "files", "classes", "training", "test", "image"));
      for (String name : DataSets.standard().names()) {
        DataSets.Size size = DataSets.standard().size(name);
        String files =
            DataSets.standard().files(name).isEmpty()
                ? "embedded"
                : DataSets.standard().isPresent(name, dataDir) ? "here" : "missing";
        rows.add(
            List.of(
                name,
                files,
                String.valueOf(size.classes()),
                String.format(Locale.ROOT, "%,d", size.train()),
                String.format(Locale.ROOT, "%,d", size.test()),
                size.image().toString()));
        DataSets.standard()
            .place(name, dataDir)
            .ifPresent(place -> places.append("\n" + name + " is in " + place));
      }
      return TextTable.format(rows, 2)
          + places
          + "\nDownload one with: resnet data fetch NAME; it is stored in\n"
          + (dataDir == null ? DataSets.defaultDirectory() : dataDir)
          + "\nYour own images, one folder per class: --data folder:DIR; packed: shards:DIR";
    }
  }

  /** {@code resnet data fetch}. */
  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Download a data set, verify its published checksum, and store it.")
  static final class Fetch implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        completionCandidates = Candidates.Data.class,
        description = "The data set.")
    private String name = "";

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description = "The folder to store it in (default: ~/.cache/resnet4j/data).")
    private @Nullable Path dataDir;

    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      List<Path> files;
      try (DownloadBar bar = new DownloadBar(name, answer)) {
        files = DataSets.standard().fetch(name, dataDir, new Download(), bar);
      }
      List<String> paths = files.stream().map(Path::toString).toList();
      answer.give(
          Map.of("data", name, "files", paths),
          () ->
              paths.isEmpty()
                  ? name + " is embedded in the library; nothing to download"
                  : String.join("\n", paths));
      return 0;
    }
  }
}
