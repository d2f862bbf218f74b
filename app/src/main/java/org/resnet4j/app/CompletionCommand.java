package org.resnet4j.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resnet completion}: what makes a shell complete words of the command line. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script that completes words in bash and zsh.",
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
