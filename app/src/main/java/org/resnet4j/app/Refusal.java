package org.resnet4j.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.resnet4j.text.Names;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one-line reason why command-line arguments are refused, with a suggestion where one is near.
 */
final class Refusal {
  private Refusal() {}

  static String of(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    return Failure.oneLine(reason(e, command)) + "; see " + command.qualifiedName() + " --help";
  }

  private static String reason(ParameterException e, CommandSpec command) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0), command);
    }
    ArgSpec argument = e.getArgSpec();
    if (argument != null && e.getValue() != null && e.getCause() != null) {
      return wrongValue(argument, e.getValue());
    }
    return String.valueOf(e.getMessage());
  }

  private static String unmatched(String word, CommandSpec command) {
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.split("=", 2)[0];
      return "unknown option " + name + Names.suggestion(name, options(command));
    }
    if (!command.subcommands().isEmpty()) {
      return "unknown command '"
          + word
          + "'"
          + Names.suggestion(word, List.copyOf(command.subcommands().keySet()));
    }
    return "unexpected argument '" + word + "'";
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream().map(OptionSpec::longestName).toList();
  }

  private static String wrongValue(ArgSpec argument, String value) {
    String name =
        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type.isEnum()) {
      List<String> words = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
      return name
          + ": expected "
          + Names.choice(words)
          + ", got '"
          + value
          + "'"
          + Names.suggestion(value, words);
    }
    return name + ": expected " + kind(type) + ", got '" + value + "'";
  }

  private static String kind(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    return type == double.class || type == Double.class
        ? "a number"
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
