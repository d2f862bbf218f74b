package org.resnet4j.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.torch.natives.Natives;

/** The libtorch of this process: its threads, its processor's features, its GPU. */
public final class Torch {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern BF16_FLAGS = Pattern.compile("\\b(avx512_bf16|amx_bf16)\\b");

  static {
    Natives.load();
  }

  private Torch() {}

  /**
   * Leaves convolutions to oneDNN. Libtorch would ask NNPACK first, a library for telephones, which
   * warns on standard error at each convolution of a processor that it does not know.
   */
  public static void withoutNnpack() {
    torch.globalContext().setUserEnabledNNPACK(false);
  }

  /**
   * A number of threads that this process can use: what was asked for, but no more than the
   * processors that it may use, also by the limits of a container. More only take memory and time
   * from each other, and libtorch dies of some thousands.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static int usable(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, not " + threads);
    }
    return Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Sets how many threads compute one operation of the calling thread, as far as {@link #usable}.
   */
  public static void setThreads(int threads) {
    int usable = usable(threads);
    // When a thread first asks, libtorch gives it the number that any thread was given last. It may
    // ask in the middle of a computation: kernels of oneDNN then write beside the memory that was
    // taken for fewer threads.
    torch.get_num_threads();
    torch.set_num_threads(usable);
    // OpenBLAS keeps threads of its own, which spin beside those of OpenMP: a hundred times slower.
    openblas_full.openblas_set_num_threads(1);
  }

  /**
   * Computes in the calling thread alone, which shares its operations as before when this is done.
   *
   * <p>A thread that once shared an operation keeps those that helped it as long as it lives.
   * OpenMP counts them all: as soon as there are more than cores, threads no longer wait awake for
   * each other but sleep, which costs a plan that all cores compute together a tenth of its speed:
   * docs/adr/0007.
   */
  static <R> R alone(Supplier<R> work) {
    int threads = threads();
    torch.set_num_threads(1);
    try {
      return work.get();
    } finally {
      torch.set_num_threads(threads);
    }
  }

  /**
   * How many cores this process may use, not counting twice a core that runs two threads: more
   * threads than that only compete for its arithmetic units.
   */
  public static int physicalCores() {
    int processors = Runtime.getRuntime().availableProcessors();
    Set<String> cores = new HashSet<>();
    String socket = "";
    for (String line : cpuInfo()) {
      if (line.startsWith("physical id")) {
        socket = line;
      } else if (line.startsWith("core id")) {
        cores.add(socket + line);
      }
    }
    return cores.isEmpty() ? processors : Math.min(processors, cores.size());
  }

  /** How many threads compute one operation. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** What the processor calls itself, with its family and model; or {@code unknown}. */
  public static String processor() {
    return cpuInfo("model name")
        .map(
            name ->
                name
                    + " (family "
                    + cpuInfo("cpu family").orElse("unknown")
                    + ", model "
                    + cpuInfo("model").orElse("unknown")
                    + ")")
        .orElse("unknown");
  }

  private static Optional<String> cpuInfo(String key) {
    return cpuInfo().stream()
        .map(line -> line.split(":", 2))
        .filter(line -> line.length == 2 && line[0].strip().equals(key))
        .map(line -> line[1].strip())
        .findFirst();
  }

  /** The vector instructions that libtorch uses, for example {@code AVX512}. */
  public static String instructionSet() {
    return torch.get_cpu_capability().getString();
  }

  /** Whether the processor multiplies bfloat16 numbers in hardware. */
  public static boolean hasBf16Instructions() {
    return cpuInfo().stream().anyMatch(line -> BF16_FLAGS.matcher(line).find());
  }

  /** What Linux says of the processor; elsewhere nothing is known, so nothing is assumed. */
  private static List<String> cpuInfo() {
    try {
      return Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Why CUDA cannot be used here, or an empty text if it can. */
  public static String cudaProblem() {
    if (!torch.hasCUDA()) {
      return Context.hasCUDART()
          ? "libtorch finds no NVIDIA GPU or driver"
          : "this build has the natives for the processor only; build with -Pgpu for CUDA";
    }
    return "";
  }

  /** Memory of this process that is in use and not swapped out, in bytes. */
  public static long residentBytes() {
    return Pointer.physicalBytes();
  }

  /** The folder of the native libraries of this process. */
  public static Path natives() {
    return Natives.folder();
  }

  /** The version of libtorch and, behind a dash, of its Java binding. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /**
   * The first line of a libtorch error, which says what was wrong; the native frames are dropped.
   */
  public static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
