package org.resnet4j.io;

import java.io.FileNotFoundException;
import java.io.InputStream;

/**
 * Sample data and weights. They are larger than the library, so they ship as a separate jar, {@code
 * resnet4j-demo}.
 */
public final class DemoFiles {
  /** Not a Java package name, so that resources in it stay readable from other modules. */
  private static final String FOLDER = "META-INF/resnet4j/";

  private DemoFiles() {}

  /**
   * Opens one of them.
   *
   * @param name its path in the jar's folder for them
   * @throws FileNotFoundException if that jar is missing; the message names the dependency to add
   */
  public static InputStream open(String name) throws FileNotFoundException {
    return open(DemoFiles.class.getClassLoader(), name);
  }

  static InputStream open(ClassLoader loader, String name) throws FileNotFoundException {
    InputStream in = loader.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new FileNotFoundException(
          "it ships in a separate jar: add org.resnet4j:resnet4j-demo to the class path");
    }
    return in;
  }
}
