package org.resnet4j.io;

import java.io.FileNotFoundException;
import java.io.InputStream;

/**
 * Data and weights to try the library with. They are larger than the library, so they have a jar of
 * their own, {@code resnet4j-demo}.
 */
public final class DemoFiles {
  /** No Java package, so that modules leave what is in it to be read by others. */
  private static final String FOLDER = "META-INF/resnet4j/";

  private DemoFiles() {}

  /**
   * Opens one of them.
   *
   * @param name its path in the jar's folder for them
   * @throws FileNotFoundException if that jar is not there; the message says what to add
   */
  public static InputStream open(String name) throws FileNotFoundException {
    return open(DemoFiles.class.getClassLoader(), name);
  }

  static InputStream open(ClassLoader loader, String name) throws FileNotFoundException {
    InputStream in = loader.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new FileNotFoundException(
          "it is in a jar of its own, which is missing here: add org.resnet4j:resnet4j-demo to the"
              + " class path");
    }
    return in;
  }
}
