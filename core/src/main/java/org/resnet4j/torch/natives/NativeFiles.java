package org.resnet4j.torch.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.resnet4j.io.Sha256;

/**
 * The native libraries on the class path, still in their jars, by file name. Where two jars have
 * the same name, as OpenMP in libtorch and oneDNN, the first one wins: a process must not have two.
 */
record NativeFiles(SortedMap<String, Packed> byName) {
  private static final Pattern LIBRARY = Pattern.compile("[^/]+\\.(so|so\\.[0-9.]+|dylib|dll)");

  /**
   * The systems for which libtorch is published, in JavaCPP's names; each has a native artifact.
   */
  private static final List<String> SYSTEMS =
      List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

  /** A file in a jar. */
  record Packed(JarFile jar, ZipEntry entry) {
    InputStream open() throws IOException {
      return jar.getInputStream(entry);
    }
  }

  /**
   * The libraries for a system, each jar found by the library that every build of it has.
   *
   * @param system as JavaCPP names it, such as {@code linux-x86_64}
   * @throws IOException if there are none; the message names the dependency, or says that none
   *     exists
   */
  static NativeFiles of(String system, ClassLoader loader) throws IOException {
    String libtorch = "/" + System.mapLibraryName("jnitorch");
    List<URL> pytorch =
        Stream.of("pytorch/" + system + "-gpu" + libtorch, "pytorch/" + system + libtorch)
            .flatMap(name -> find(name, loader))
            .toList();
    if (pytorch.isEmpty()) {
      throw new IOException(
          SYSTEMS.contains(system)
              ? "the native libraries are missing: add org.resnet4j:resnet4j-natives-"
                  + system
                  + " to the class path"
              : "libtorch for Java does not exist for "
                  + system
                  + ", only for "
                  + String.join(", ", SYSTEMS));
    }
    Stream<URL> others =
        Stream.of("openblas", "dnnl", "OpenCL", "javacpp")
            .map(
                it ->
                    it.toLowerCase(Locale.ROOT)
                        + "/"
                        + system
                        + "/"
                        + System.mapLibraryName("jni" + it))
            .flatMap(name -> find(name, loader));
    return around(Stream.concat(pytorch.stream(), others).toList());
  }

  private static Stream<URL> find(String name, ClassLoader loader) {
    return Optional.ofNullable(loader.getResource("org/bytedeco/" + name)).stream();
  }

  /**
   * Collects all libraries in the folders of the given ones.
   *
   * @param libraries URLs of files in jars, in order of precedence
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

  /** A hash of names and contents in twenty hexadecimal digits. */
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
