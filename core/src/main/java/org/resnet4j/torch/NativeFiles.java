package org.resnet4j.torch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.resnet4j.io.Sha256;

/**
 * The native libraries on the class path, still in their jars, by file name. Where two jars bring
 * one of the same name, as libtorch and oneDNN bring OpenMP, the first jar's is taken: a process
 * must not have two.
 */
record NativeFiles(SortedMap<String, Packed> byName) {
  private static final Pattern LIBRARY = Pattern.compile("[^/]+\\.(so|so\\.[0-9.]+|dylib|dll)");

  /** A file in a jar. */
  record Packed(JarFile jar, ZipEntry entry) {
    InputStream open() throws IOException {
      return jar.getInputStream(entry);
    }
  }

  /**
   * Takes all libraries that lie in the folders of these.
   *
   * @param libraries addresses of files in jars, those first whose neighbours win
   * @throws IOException if one is not in a jar, or its jar cannot be read
   */
  static NativeFiles around(List<URL> libraries) throws IOException {
    SortedMap<String, Packed> files = new TreeMap<>();
    for (URL library : libraries) {
      if (!(library.openConnection() instanceof JarURLConnection connection)) {
        throw new IOException("expected the native libraries in jar files, got " + library);
      }
      JarFile jar = connection.getJarFile();
      String name = connection.getEntryName();
      String folder = name.substring(0, name.lastIndexOf('/') + 1);
      jar.stream()
          .filter(entry -> entry.getName().startsWith(folder))
          .forEach(
              entry -> {
                String file = entry.getName().substring(folder.length());
                if (LIBRARY.matcher(file).matches()) {
                  files.putIfAbsent(file, new Packed(jar, entry));
                }
              });
    }
    return new NativeFiles(files);
  }

  /** Twenty hexadecimal digits that differ where a name or a content differs. */
  String fingerprint() {
    MessageDigest digest = Sha256.create();
    byName.forEach(
        (name, file) ->
            digest.update(
                (name + ' ' + file.entry().getSize() + ' ' + file.entry().getCrc() + '\n')
                    .getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest).substring(0, 20);
  }

  /** The size of all files once unpacked, in bytes. */
  long size() {
    return byName.values().stream().mapToLong(file -> file.entry().getSize()).sum();
  }
}
