package org.resnet4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.resnet4j.data.Download;
import org.resnet4j.infer.Model;
import org.resnet4j.infer.PublishedWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resnet weights}: trained weights that have a name. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description = "List weights that have a name, or fetch some.",
    subcommands = {WeightsCommand.ListNames.class, WeightsCommand.Fetch.class})
final class WeightsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: list or fetch NAME");
  }

  /** {@code resnet weights list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the weights that --weights knows by name.")
  static final class ListNames implements Callable<Integer> {
    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      List<Map<String, Object>> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (String name : Model.EMBEDDED) {
        rows.add(Map.of("name", name, "here", true));
        text.append(String.format(Locale.ROOT, "%-27s embedded%n", name));
      }
      for (PublishedWeights weights : PublishedWeights.all()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", weights.name());
        row.put("here", weights.isPresent());
        row.put("model", weights.model());
        row.put("top1", weights.top1());
        row.put("address", weights.file().uri().toString());
        rows.add(row);
        text.append(
            String.format(
                Locale.ROOT,
                "%-27s ImageNet top-1 %.2f %%  %s%n",
                weights.name(),
                100 * weights.top1(),
                weights.isPresent() ? "here" : "resnet weights fetch " + weights.name()));
      }
      answer.give(Map.of("weights", rows), text::toString);
      return 0;
    }
  }

  /** {@code resnet weights fetch}. */
  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Fetch published weights, check them against their checksum, and keep them.")
  static final class Fetch implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "A name of 'resnet weights list'.")
    private String name = "";

    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      PublishedWeights weights =
          PublishedWeights.named(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there are no published weights '"
                              + name
                              + "': see resnet weights list"));
      Path file = fetch(weights, answer);
      answer.give(Map.of("weights", name, "file", file.toString()), file::toString);
      return 0;
    }
  }

  /** Fetches weights, with a bar where somebody sees it. */
  static Path fetch(PublishedWeights weights, Answer answer) {
    answer.note("fetching " + weights.file().uri());
    try (DownloadBar bar = new DownloadBar(weights.name(), answer)) {
      return weights.fetch(PublishedWeights.directory(), new Download(), bar);
    }
  }
}
