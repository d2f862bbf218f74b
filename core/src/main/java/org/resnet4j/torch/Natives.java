package org.resnet4j.torch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The native libraries of this process. They are unpacked together before the first is loaded: one
 * that does not lie beside the others yet would be looked for in the system, and another version of
 * libtorch that is installed there would be taken, which ends the process. For the same reason
 * libtorch for CUDA is loaded here first, by its path.
 */
final class Natives {
  private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  static {
    // JavaCPP's limit, four times the heap, would end a run that uses the memory it was given.
    if (System.getProperty(PHYSICAL_LIMIT) == null) {
      System.setProperty(PHYSICAL_LIMIT, "0");
    }
    String platform = Loader.getPlatform();
    for (String folder :
        List.of(
            "dnnl/" + platform,
            "openblas/" + platform,
            "pytorch/" + platform,
            "pytorch/" + platform + "-gpu")) {
      try {
        File unpacked = Loader.cacheResource(Natives.class, "/org/bytedeco/" + folder + "/");
        if (unpacked != null && folder.endsWith("-gpu")) {
          requireCuda(unpacked);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot unpack the native libraries to the folder of"
                + " -Dorg.bytedeco.javacpp.cachedir (default ~/.javacpp/cache): "
                + e.getMessage(),
            e);
      }
    }
  }

  private Natives() {}

  /** Fails where a library of CUDA is missing, which the build does not bring. */
  private static void requireCuda(File folder) {
    Loader.load(openblas.class); // Which libtorch needs too.
    File library = new File(folder, System.mapLibraryName("torch"));
    try {
      System.load(library.getAbsolutePath());
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException(
          "the libtorch of this build cannot be loaded ("
              + e.getMessage()
              + "): with -Pgpu it needs CUDA 13 and cuDNN on the library path (LD_LIBRARY_PATH);"
              + " install them or build again without -Pgpu",
          e);
    }
  }

  /** Unpacks what is not yet unpacked; whoever first touches libtorch calls this before. */
  static void unpack() {
    // The work is done when this class is initialised, once.
  }
}
