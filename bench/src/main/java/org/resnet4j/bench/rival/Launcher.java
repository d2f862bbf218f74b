package org.resnet4j.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment that the launcher of {@code resnet} sets, read from {@code launcher.sh} so that
 * both always agree.
 */
public final class Launcher {
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^ *export ([A-Z_]+)=\\$\\{\\1:-([^}]*)}$");

  private Launcher() {}

  /** The folder of the project, which the script {@code resnet-bench} names. */
  public static Path home() {
    return Path.of(System.getProperty("resnet4j.home", "")).toAbsolutePath();
  }

  /**
   * The environment variables that the launcher exports.
   *
   * @throws IOException if there is no launcher, or it sets none
   */
  public static Map<String, String> environment() throws IOException {
    Path file = home().resolve("launcher.sh");
    Map<String, String> variables = parse(Files.readString(file));
    if (variables.isEmpty()) {
      throw new IOException(file + " has no line like 'export NAME=${NAME:-VALUE}'");
    }
    return variables;
  }

  static Map<String, String> parse(String script) {
    Map<String, String> variables = new TreeMap<>();
    Matcher matcher = EXPORT.matcher(script);
    while (matcher.find()) {
      variables.put(matcher.group(1), matcher.group(2));
    }
    return variables;
  }
}
