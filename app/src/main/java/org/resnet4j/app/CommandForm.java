package org.resnet4j.app;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.resnet4j.app.flags.ComputeFlags;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.NetworkFlags;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.flags.Without;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The layout common to all commands: the shared flags that they take, and the form of their help.
 */
final class CommandForm {
  private static final int LEAST_COLUMNS = 80;
  private static final int MOST_COLUMNS = 100;

  /** The commands, grouped by purpose. */
  private static final Map<String, List<String>> COMMANDS = commands();

  /** The groups of shared flags, in the order of the help. */
  private static final Map<Class<?>, String> FLAGS = flags();

  private static final String OWN = "";
  private static final String GENERAL = "General";

  private CommandForm() {}

  private static Map<String, List<String>> commands() {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("Use weights", List.of("predict", "evaluate", "export", "quantize", "weights"));
    commands.put("Train", List.of("train", "finetune", "recipe"));
    commands.put("Understand", List.of("study", "summary"));
    commands.put("Set up", List.of("data", "doctor", "completion"));
    return commands;
  }

  private static Map<Class<?>, String> flags() {
    Map<Class<?>, String> flags = new LinkedHashMap<>();
    flags.put(RunCommand.class, "Run");
    flags.put(WeightsFlags.class, "Weights");
    flags.put(NetworkFlags.class, "Network");
    flags.put(DataFlags.class, "Data");
    flags.put(ComputeFlags.class, "Where and how to compute");
    return flags;
  }

  /** Removes the flags that commands are {@link Without}, and lays out their help. */
  static void apply(CommandLine root) {
    int columns = Integer.getInteger("resnet4j.columns", LEAST_COLUMNS);
    root.setUsageHelpWidth(Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns)));
    applyTo(root);
    root.getCommandSpec().usageMessage().commandListHeading("");
    Map<String, CommandLine.IHelpSectionRenderer> sections =
        new LinkedHashMap<>(root.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandForm::options);
    sections.put(
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
        help -> help.commandSpec().parent() == null ? commands(help) : help.commandList());
    root.setHelpSectionMap(sections); // Subcommands inherit it.
  }

  private static void applyTo(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    Without without = spec.userObject().getClass().getAnnotation(Without.class);
    if (without != null) {
      for (String name : without.value()) {
        spec.remove(spec.findOption(name));
      }
    }
    spec.usageMessage().abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(CommandForm::applyTo);
  }

  private static String options(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(OWN, new ArrayList<>());
    FLAGS.values().forEach(title -> groups.put(title, new ArrayList<>()));
    groups.put(GENERAL, new ArrayList<>());
    CommandSpec spec = help.commandSpec();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        groups.computeIfAbsent(title(option, spec), title -> new ArrayList<>()).add(option);
      }
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (title, options) -> {
          if (!options.isEmpty()) {
            Help.Layout layout =
                help.createDefaultLayout(
                    spec.options(), spec.positionalParameters(), help.colorScheme());
            layout.addAllOptions(options, help.parameterLabelRenderer());
            text.append(title.equals(OWN) ? "" : "\n" + title + ":\n").append(layout);
          }
        });
    return text.toString();
  }

  private static String title(OptionSpec option, CommandSpec spec) {
    if (!(option.userObject() instanceof Member member)) {
      return GENERAL; // Added by picocli.
    }
    Class<?> home = member.getDeclaringClass();
    String title = FLAGS.get(home);
    boolean own = home != Main.class && home == spec.userObject().getClass();
    return title != null ? title : own ? OWN : GENERAL;
  }

  private static String commands(Help help) {
    Set<String> others = new TreeSet<>(help.subcommands().keySet());
    COMMANDS.values().forEach(others::removeAll);
    others.remove("help"); // Same as --help.
    Map<String, List<String>> groups = new LinkedHashMap<>(COMMANDS);
    if (!others.isEmpty()) {
      groups.put("Others", List.copyOf(others));
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (title, names) -> {
          Help.TextTable table =
              Help.TextTable.forColumns(
                  help.colorScheme(),
                  new Column(15, 2, Column.Overflow.SPAN),
                  new Column(65, 2, Column.Overflow.WRAP));
          help.subcommands()
              .forEach(
                  (name, command) -> {
                    if (names.contains(name)) {
                      UsageMessageSpec usage = command.commandSpec().usageMessage();
                      table.addRowValues(name, usage.description()[0]);
                    }
                  });
          text.append("\n" + title + ":\n").append(table);
        });
    return text.toString();
  }
}
