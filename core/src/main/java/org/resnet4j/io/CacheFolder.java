package org.resnet4j.io;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This user's folders for files that can be downloaded or regenerated. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * The folder that was set for one kind of files, or {@code ~/.cache/resnet4j/NAME}.
   *
   * @param name the kind of files, in lower case
   * @throws IllegalStateException if none is set and this user has no home folder
   */
  public static Path named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this user has no home directory: set "
                        + variable(name)
                        + " to the folder for "
                        + name));
  }

  /** As {@link #named}; empty if none is set and this user has no home folder. */
  public static Optional<Path> find(String name) {
    return chosen(name).or(() -> inHome(name));
  }

  /** The folder set by the system property {@code resnet4j.NAME} or {@link #variable}. */
  public static Optional<Path> chosen(String name) {
    return Stream.of(System.getProperty("resnet4j." + name), System.getenv(variable(name)))
        .filter(folder -> folder != null && !folder.isBlank())
        .map(folder -> Path.of(folder).toAbsolutePath())
        .findFirst();
  }

  /** {@code ~/.cache/resnet4j/NAME}; empty where this user has no home folder. */
  public static Optional<Path> inHome(String name) {
    // Java calls the home of a user without an entry in /etc/passwd "?", whatever HOME says.
    return Stream.of(System.getProperty("user.home"), System.getenv("HOME"))
        .filter(CacheFolder::isAbsolute)
        .map(home -> Path.of(home, ".cache", "resnet4j", name))
        .findFirst();
  }

  private static boolean isAbsolute(@Nullable String folder) {
    return folder != null && !folder.isBlank() && Path.of(folder).isAbsolute();
  }

  /** The environment variable that chooses a folder, for example {@code RESNET4J_WEIGHTS}. */
  public static String variable(String name) {
    return "RESNET4J_" + name.toUpperCase(Locale.ROOT);
  }
}
