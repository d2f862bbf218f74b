package org.resnet4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.DownloadBar;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelZoo;
import org.resnet4j.model.PublishedWeights;
import org.resnet4j.text.Names;
import org.resnet4j.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resnet weights}: lists and downloads published weights. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description = "List published weights, or download some.",
    subcommands = {WeightsCommand.ListNames.class, WeightsCommand.Fetch.class})
public final class WeightsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "expected a subcommand: list or fetch NAME");
  }

  /** {@code resnet weights list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the names that --weights accepts.")
  static final class ListNames implements Callable<Integer> {
    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      List<Map<String, Object>> rows = new ArrayList<>();
      List<List<String>> lines = new ArrayList<>();
      lines.add(List.of("name", "files", "ImageNet top-1"));
      for (String name : Model.EMBEDDED) {
        rows.add(Map.of("name", name, "here", true));
        lines.add(List.of(name, "embedded", ""));
      }
      for (PublishedWeights weights : ModelZoo.standard().all()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", weights.name());
        row.put("here", weights.isPresent());
        row.put("model", weights.model());
        row.put("top1", weights.top1());
        row.put("address", weights.file().uri().toString());
        rows.add(row);
        lines.add(
            List.of(
                weights.name(),
                weights.isPresent() ? "here" : "missing",
                String.format(Locale.ROOT, "%.2f %%", 100 * weights.top1())));
      }
      answer.give(
          Map.of("weights", rows),
          () ->
              TextTable.format(lines, 2)
                  + "\n--weights downloads missing ones, or: resnet weights fetch NAME");
      return 0;
    }
  }

  /** {@code resnet weights fetch}. */
  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Download published weights, verify their checksum, and store them.")
  static final class Fetch implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        completionCandidates = Candidates.Weights.class,
        description = "A name from 'resnet weights list'.")
    private String name = "";

    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      PublishedWeights weights =
          ModelZoo.standard()
              .named(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no published weights '"
                              + name
                              + "': see resnet weights list"
                              + Names.suggestion(name, Model.names())));
      Path file = DownloadBar.fetch(weights, answer);
      answer.give(Map.of("weights", name, "file", file.toString()), file::toString);
      return 0;
    }
  }
}
