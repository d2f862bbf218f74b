package org.resnet4j.torch.natives;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the libraries of JavaCPP's classes from one folder, so that JavaCPP has nothing to load:
 * otherwise the first use of each class would search all jars for some forty names, unpack matches
 * into a shared cache, and replace links there that other processes may be using.
 */
final class LoadedLibraries {
  /** JavaCPP joins lists by this; its names contain the colon that separates paths. */
  private static final String SEPARATOR = "\n";

  private final Path folder;
  private final Properties platform;

  /** Libraries of the platform that JavaCPP finds here, all in one folder. */
  LoadedLibraries(Path folder) {
    this.folder = folder;
    platform = Loader.loadProperties();
  }

  /**
   * Loads the dependencies of a JavaCPP class, in their declared order, and then its own library.
   *
   * @throws UnsatisfiedLinkError if one cannot be loaded
   */
  void load(Class<?> cls) {
    String own = settle(cls);
    if (!load(cls, own)) {
      throw new UnsatisfiedLinkError(own + " is not in " + folder);
    }
  }

  /**
   * Loads what a class of JavaCPP needs, and has JavaCPP look for all of it around a class of ours,
   * where it finds nothing. It remembers that, and looks for these names no more.
   *
   * @return the name of the class's own library, which is not loaded: on the way it initialises
   *     classes, which must find everything settled
   */
  String settle(Class<?> cls) {
    ClassProperties needs = Loader.loadProperties(cls, platform, true);
    Set<String> names = new LinkedHashSet<>(needs.get("platform.preload"));
    names.addAll(needs.get("platform.link"));
    names.removeIf(name -> !load(cls, name) && !Loader.getLoadedLibraries().containsKey(name));
    Properties found = new Properties();
    found.putAll(platform);
    found.setProperty("platform.path.separator", SEPARATOR);
    found.setProperty("platform.preload", String.join(SEPARATOR, names));
    String own = needs.getProperty("platform.library");
    found.setProperty("platform.library", own);
    try {
      Loader.load(LoadedLibraries.class, found, false);
    } catch (UnsatisfiedLinkError e) {
      // As intended: the system has no library of that name.
    }
    return own;
  }

  /** Loads a library of that name if the folder has it; returns whether it does. */
  private boolean load(Class<?> cls, String name) {
    for (String file : files(name)) {
      Path library = folder.resolve(file);
      if (Files.isRegularFile(library)) {
        Loader.loadLibrary(cls, new URL[] {url(library)}, name);
        return true;
      }
    }
    return false;
  }

  /** The names of files that JavaCPP's {@code name@version} stands for, as it makes them. */
  private List<String> files(String name) {
    String plain = name.replaceFirst("[#!].*", "");
    int at = plain.indexOf('@');
    String library = at < 0 ? plain : plain.substring(0, at);
    String version = at < 0 ? "" : plain.substring(at + 1);
    String prefix = platform.getProperty("platform.library.prefix", "");
    String suffix = platform.getProperty("platform.library.suffix", "");
    return List.of(
        prefix + library + suffix + version,
        prefix + library + version + suffix,
        prefix + library + suffix);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every path is a URL", e);
    }
  }
}
