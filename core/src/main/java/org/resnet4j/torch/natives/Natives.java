package org.resnet4j.torch.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencl.global.OpenCL;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.io.CacheFolder;

/**
 * The native libraries of this process: found in the jars, unpacked once for this machine, and
 * loaded together before a class asks for the first. A library missing then would be searched in
 * the system, and another installed version of libtorch would be loaded, which crashes the process.
 * docs/adr/0009 has the reasons.
 */
public final class Natives {
  private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** While this is false JavaCPP loads nothing and compares no versions. */
  private static final String LOADING = "org.bytedeco.javacpp.loadLibraries";

  /** Classes that compare their jar's version with JavaCPP's when initialised. */
  private static final List<String> COMPARING =
      List.of(
          "org.bytedeco.openblas.presets.openblas_nolapack", "org.bytedeco.opencl.presets.OpenCL");

  /** The classes whose libraries are loaded, dependencies first. */
  private static final List<Class<?>> CLASSES =
      List.of(
          Pointer.class,
          openblas.class,
          openblas_full.class,
          torch.class,
          OpenCL.class,
          dnnl.class);

  /** Linux's errors for a library on a noexec file system. */
  private static final Pattern NO_PROGRAMS =
      Pattern.compile("failed to map segment|[Oo]peration not permitted|[Pp]ermission denied");

  private static final Path FOLDER;

  static {
    // JavaCPP's default limit, four times the heap, would abort a run that uses the memory it was
    // given.
    if (System.getProperty(PHYSICAL_LIMIT) == null) {
      System.setProperty(PHYSICAL_LIMIT, "0");
    }
    // JavaCPP makes a folder for its cache, though nothing is put there: in the working directory
    // where Java does not know the user's home.
    if (System.getProperty(CACHE) == null
        && !Path.of(System.getProperty("user.home")).isAbsolute()) {
      System.setProperty(CACHE, System.getProperty("java.io.tmpdir"));
    }
    try {
      FOLDER =
          NativeFolder.of(NativeFiles.of(Loader.getPlatform(), Natives.class.getClassLoader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    acceptVersions();
    LoadedLibraries libraries = new LoadedLibraries(FOLDER);
    try {
      libraries.settle(openblas_nolapack.class); // A second OpenBLAS, which is unused.
      CLASSES.forEach(libraries::load);
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException(problem(e), e);
    }
  }

  private Natives() {}

  /** Ensures that the libraries are loaded; called before the first use of libtorch. */
  public static void load() {
    // The work is done when this class is initialised, once.
  }

  /** Their location. */
  public static Path folder() {
    return FOLDER;
  }

  /** The reason for a failure to load, in one line. */
  private static String problem(UnsatisfiedLinkError e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String reason = first.getMessage();
    boolean forCuda = Files.exists(FOLDER.resolve(System.mapLibraryName("torch_cuda")));
    return "cannot load the native libraries: "
        + reason
        + (forCuda
            ? "; those of this build need CUDA 13 and cuDNN on the library path (LD_LIBRARY_PATH):"
                + " install them or build without -Pgpu"
            : NO_PROGRAMS.matcher(reason).find()
                ? "; set "
                    + CacheFolder.variable(NativeFolder.NAME)
                    + " to a folder on a file system mounted without noexec"
                : "");
  }

  /**
   * OpenBLAS and OpenCL are of the release before that of JavaCPP, which warns of it. Theirs of
   * this release were not published; the tests show that these work together.
   */
  private static void acceptVersions() {
    ClassLoader loader = Loader.class.getClassLoader();
    String before = System.getProperty(LOADING);
    System.setProperty(LOADING, "false");
    try {
      for (String name : COMPARING) {
        Class.forName(name, true, loader);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the class path lacks " + e.getMessage(), e);
    } finally {
      if (before == null) {
        System.clearProperty(LOADING);
      } else {
        System.setProperty(LOADING, before);
      }
    }
  }
}
