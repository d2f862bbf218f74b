package org.resnet4j.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resnet completion}: prints a script for command-line completion. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for bash and zsh.",
    footer = {
      "%nExamples:",
      "  source <(resnet completion)                  # this shell",
      "  resnet completion > ~/.resnet-completion     # once; then, in ~/.bashrc or ~/.zshrc:",
      "  source ~/.resnet-completion"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("resnet", spec.root().commandLine()));
    return 0;
  }
}
