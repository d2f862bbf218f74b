package org.resnet4j.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.flags.NetworkFlags;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resnet summary}: shows the layers, shapes and costs of a network. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Show the layers, shapes and costs of a network.",
    footer = {
      "%nExamples:",
      "  resnet summary",
      "  resnet summary resnet50",
      "  resnet summary resnet18 --input 3x96x96 --classes 20"
    })
final class SummaryCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Networks.class,
      description = "A network of the catalog (default: list all names).")
  private @Nullable String model;

  @Mixin private NetworkFlags network = new NetworkFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    if (model == null) {
      answer.give(
          java.util.Map.of("models", Catalog.standard().names()),
          () -> String.join("\n", Catalog.standard().names()));
    } else {
      Architecture architecture = Catalog.standard().build(model, network::apply);
      Summary summary = Summary.of(architecture);
      answer.give(summary, summary::format);
    }
    return 0;
  }
}
